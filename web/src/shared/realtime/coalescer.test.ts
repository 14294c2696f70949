import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Coalescer } from "./coalescer";

describe("Coalescer", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("refreshes each key of a burst once", async () => {
    const refreshed: string[] = [];
    const coalescer = new Coalescer<string>(
      (key) => Promise.resolve(refreshed.push(key)),
      (key) => key,
    );
    for (let i = 0; i < 50; i++) {
      coalescer.request("list");
      coalescer.request("ticket");
    }
    await vi.advanceTimersByTimeAsync(1_000);
    expect(refreshed).toEqual(["list", "ticket"]);
  });

  it("refreshes once more when a request comes while the refresh runs", async () => {
    const ends: (() => void)[] = [];
    const coalescer = new Coalescer<string>(
      () => new Promise<void>((end) => ends.push(end)),
      (key) => key,
    );
    coalescer.request("list");
    await vi.advanceTimersByTimeAsync(100);
    coalescer.request("list");
    coalescer.request("list");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(1);

    ends[0]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);

    ends[1]?.();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(ends).toHaveLength(2);
  });
});
