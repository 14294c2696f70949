import { useSyncExternalStore } from "react";

// One clock for all times on screen, so that they change together and cost one timer.

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 30_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function current(): number {
  // Nobody was listening: the clock has stood still since.
  if (timer === undefined) now = Date.now();
  return now;
}

/** The time, renewed twice a minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, current);
}
