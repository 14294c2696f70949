import { describe, expect, it } from "vitest";
import { timeAgo } from "./time-ago";

const now = Date.parse("2026-11-21T10:00:00Z");
const ago = (seconds: number) => timeAgo(now - seconds * 1_000, now, "en", "long");

describe("timeAgo", () => {
  it("uses the largest unit that fits", () => {
    expect(ago(59)).toBe("now");
    expect(ago(61)).toBe("1 minute ago");
    expect(ago(7_300)).toBe("2 hours ago");
    expect(ago(90_000)).toBe("yesterday");
  });

  it("never speaks of the future", () => {
    expect(ago(-30)).toBe("now");
  });
});
