/** As long as news is news: a tab that hears of it later than that keeps silent anyway. */
const HELD = 60_000;

/**
 * Calls `act` in one of the tabs that somebody has open, whichever hears of `key` first. It needs no
 * tab in charge, so none can be asleep or closed. Where browsers have no Web Locks, which are for
 * secure pages, the tab in front acts.
 */
export async function oncePerUser(key: string, act: () => void): Promise<void> {
  if (!("locks" in navigator)) {
    if (document.hasFocus()) act();
    return;
  }
  await navigator.locks.request(`deskwire.alert.${key}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    act();
    await new Promise((resolve) => setTimeout(resolve, HELD));
  });
}
