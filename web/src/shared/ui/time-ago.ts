const STEPS: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** "3 minutes ago" in the given style; under a minute "now". */
export function timeAgo(at: number, now: number, locale: string, style: "long" | "narrow"): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style });
  // A clock slightly ahead of the server's must not say "in 2 seconds".
  const seconds = Math.min(0, (at - now) / 1_000);
  for (const [unit, size] of STEPS) {
    if (-seconds >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "second");
}
