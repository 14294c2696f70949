const FIRST_DELAYS = [1_000, 2_000, 4_000, 8_000, 16_000];

/** Attempts that come quickly. After these the page calls itself offline, yet never gives up. */
export const QUICK_ATTEMPTS = FIRST_DELAYS.length;

/**
 * Milliseconds before reconnection attempt `attempt` (from 1): 1, 2, 4, 8, 16 s less up to a quarter,
 * then 30 to 60 s. The jitter keeps a thousand pages from returning in the same instant.
 *
 * @param random a number in [0, 1)
 */
export function reconnectDelay(attempt: number, random: number): number {
  const first = FIRST_DELAYS[attempt - 1];
  return Math.round(first === undefined ? 30_000 + random * 30_000 : first * (1 - random / 4));
}
