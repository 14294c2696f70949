import { describe, expect, it } from "vitest";
import { reconnectDelay } from "./backoff";

describe("reconnectDelay", () => {
  it("doubles from one second to sixteen", () => {
    expect([1, 2, 3, 4, 5].map((attempt) => reconnectDelay(attempt, 0))).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it("takes off up to a quarter, so that pages do not return together", () => {
    expect(reconnectDelay(3, 0.999)).toBeGreaterThanOrEqual(3_000);
    expect(reconnectDelay(3, 0.999)).toBeLessThan(3_010);
  });

  it("stays between half a minute and a minute for ever after", () => {
    for (const attempt of [6, 7, 100, 10_000]) {
      expect(reconnectDelay(attempt, 0)).toBe(30_000);
      expect(reconnectDelay(attempt, 0.999)).toBeLessThan(60_000);
    }
  });
});
