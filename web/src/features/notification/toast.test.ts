import { expect, test } from "vitest";
import { isNews, toastManner } from "./toast";

test("high and medium speak up, high longer, and low keeps silent", () => {
  expect(toastManner("high")).toMatchObject({ urgent: true });
  expect(toastManner("medium")).toMatchObject({ urgent: false });
  expect(toastManner("high")?.duration).toBeGreaterThan(toastManner("medium")?.duration ?? 0);
  expect(toastManner("low")).toBeNull();
});

test("what happened more than a minute ago is not announced, even if the clocks differ a little", () => {
  const now = Date.parse("2026-11-21T10:00:00.000Z");
  expect(isNews("2026-11-21T09:59:30.000Z", now)).toBe(true);
  expect(isNews("2026-11-21T10:00:05.000Z", now)).toBe(true);
  expect(isNews("2026-11-21T09:58:59.000Z", now)).toBe(false);
});
