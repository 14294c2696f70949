import { locale } from "@/shared/messages/messages";
import { useNow } from "./now";
import { timeAgo } from "./time-ago";

const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** A moment as its distance from now; the exact time as its tooltip. */
export function Time({ at, narrow = false }: { at: string; narrow?: boolean }) {
  const now = useNow();
  const moment = Date.parse(at);
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {timeAgo(moment, now, locale, narrow ? "narrow" : "long")}
    </time>
  );
}
