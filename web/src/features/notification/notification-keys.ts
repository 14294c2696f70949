/** What events make stale stands under `all`; the preferences change by their own dialog alone. */
export const notificationKeys = {
  all: ["notifications"],
  list: ["notifications", "list"],
  unread: ["notifications", "unread"],
  preferences: ["notification-preferences"],
} as const;
