import { describe, expect, it } from "vitest";
import { t, tCount } from "./messages";

describe("messages", () => {
  it("fills in parameters and leaves unknown ones visible", () => {
    expect(t("create.done", { number: "TKT-20261121-0009" })).toBe("TKT-20261121-0009 created");
    expect(t("create.done")).toBe("{number} created");
  });

  it("chooses the plural form", () => {
    expect(tCount("tickets.shown", 1)).toBe("1 ticket shown");
    expect(tCount("tickets.shown", 0)).toBe("0 tickets shown");
  });
});
