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
