import { expect, test } from "vitest";
import type { NotificationPreferences } from "@/shared/api/types";
import { channelsOf, everywhere, hasRules, isSaid, muted, reset, toggled, withRule } from "./preferences";

const queue = { type: "queue", id: "q1" } as const;
const project = { type: "project", id: "p1" } as const;
const nothing: NotificationPreferences = {
  rules: [],
  quietHours: null,
  defaults: { mention: ["centre", "page", "system", "sound"], comment_added: ["centre", "page"] },
};

test("without a rule the default holds, and the narrowest rule wins over wider ones", () => {
  expect(channelsOf(nothing, "comment_added", [queue, project, everywhere])).toEqual(["centre", "page"]);
  const wide = withRule(nothing, { event: "comment_added", scope: everywhere, channels: ["centre"] });
  expect(channelsOf(wide, "comment_added", [queue, project, everywhere])).toEqual(["centre"]);
  const narrow = withRule(wide, { event: "comment_added", scope: queue, channels: [] });
  expect(channelsOf(narrow, "comment_added", [queue, project, everywhere])).toEqual([]);
  expect(channelsOf(narrow, "comment_added", [project, everywhere])).toEqual(["centre"]);
});

test("a muted scope silences every event in it until it is reset", () => {
  const silent = muted(withRule(nothing, { event: "mention", scope: queue, channels: ["centre"] }), queue);
  expect(silent.rules).toEqual([{ event: "any", scope: queue, channels: [] }]);
  expect(channelsOf(silent, "mention", [queue, everywhere])).toEqual([]);
  expect(isSaid(silent, "mention", queue)).toBe(true);
  expect(isSaid(silent, "mention", everywhere)).toBe(false);
  expect(hasRules(reset(silent, queue), queue)).toBe(false);
});

test("a rule takes the place of the one before", () => {
  const once = withRule(nothing, { event: "mention", scope: queue, channels: [] });
  const twice = withRule(once, { event: "mention", scope: { ...queue }, channels: ["centre"] });
  expect(twice.rules).toHaveLength(1);
});

test("whoever leaves the centre hears nothing, and every other way leads back into it", () => {
  expect(toggled(["centre", "page", "sound"], "centre", false)).toEqual([]);
  expect(toggled(["centre", "page"], "page", false)).toEqual(["centre"]);
  expect(toggled([], "sound", true)).toEqual(["centre", "sound"]);
  expect(toggled(["centre", "email"], "page", true)).toEqual(["centre", "email", "page"]);
});
