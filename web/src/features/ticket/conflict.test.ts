import { describe, expect, it } from "vitest";
import { resolvePatch } from "./conflict";

const patch = { title: "Printer on fire", priority: "urgent", due: null } as const;
const conflicts = [
  { field: "title", yours: "Printer on fire", theirs: "Printer smokes" },
  { field: "priority", yours: "urgent", theirs: "low" },
];

describe("resolvePatch", () => {
  it("keeps the chosen and the undisputed fields", () => {
    expect(resolvePatch(patch, conflicts, { title: "theirs", priority: "yours" })).toEqual({
      priority: "urgent",
      due: null,
    });
  });

  it("gives a field up unless it was chosen", () => {
    expect(resolvePatch(patch, conflicts, {})).toEqual({ due: null });
  });

  it("sends nothing when nothing is left", () => {
    expect(resolvePatch({ title: "Printer on fire" }, conflicts, { title: "theirs" })).toBeNull();
  });
});
