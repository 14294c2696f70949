import { describe, expect, it } from "vitest";
import { RecentIds } from "./recent-ids";

describe("RecentIds", () => {
  it("lets an id through once", () => {
    const ids = new RecentIds();
    expect([ids.add("a"), ids.add("b"), ids.add("a")]).toEqual([true, true, false]);
  });

  it("forgets the oldest beyond its capacity", () => {
    const ids = new RecentIds(2);
    ["a", "b", "c"].forEach((id) => ids.add(id));
    expect(ids.add("c")).toBe(false);
    expect(ids.add("b")).toBe(false);
    expect(ids.add("a")).toBe(true);
  });
});
