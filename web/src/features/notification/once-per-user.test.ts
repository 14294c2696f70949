import { afterEach, expect, test, vi } from "vitest";
import { oncePerUser } from "./once-per-user";

/** The locks of a browser, as all its tabs see them. */
function fakeLocks() {
  const held = new Set<string>();
  return {
    async request(name: string, _options: LockOptions, act: (lock: unknown) => Promise<void>) {
      if (held.has(name)) return act(null);
      held.add(name);
      await act({ name });
      held.delete(name);
    },
  };
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("of several tabs one acts, for each notification anew", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", { locks: fakeLocks() });
  const act = vi.fn();
  const tabs = [oncePerUser("n1", act), oncePerUser("n1", act), oncePerUser("n1", act)];
  expect(act).toHaveBeenCalledTimes(1);
  void oncePerUser("n2", act);
  expect(act).toHaveBeenCalledTimes(2);
  await vi.runAllTimersAsync();
  await Promise.all(tabs);
});

test("without locks the tab in front acts and the others do not", async () => {
  vi.stubGlobal("navigator", {});
  const act = vi.fn();
  const inFront = vi.spyOn(document, "hasFocus");
  inFront.mockReturnValue(false);
  await oncePerUser("n1", act);
  expect(act).not.toHaveBeenCalled();
  inFront.mockReturnValue(true);
  await oncePerUser("n1", act);
  expect(act).toHaveBeenCalledTimes(1);
});
