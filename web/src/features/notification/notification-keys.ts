export const notificationKeys = {
  all: ["notifications"],
  list: ["notifications", "list"],
  unread: ["notifications", "unread"],
} as const;
