import type { NotificationTier } from "@/shared/api/types";

interface ToastManner {
  urgent: boolean;
  /** Seconds on screen. */
  duration: number;
}

/** How loudly a tier speaks in the page; null for silence. */
export function toastManner(tier: NotificationTier): ToastManner | null {
  switch (tier) {
    case "high":
      return { urgent: true, duration: 12 };
    case "medium":
      return { urgent: false, duration: 5 };
    case "low":
      return null;
  }
}

/** Beyond this age, in milliseconds, news is for the bell: what was missed, or filled in afterwards. */
const TOO_OLD = 60_000;

/** Whether a notification is recent enough to speak up at `now`. */
export function isNews(timestamp: string, now: number): boolean {
  return now - Date.parse(timestamp) < TOO_OLD;
}
