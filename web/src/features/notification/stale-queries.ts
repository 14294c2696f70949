import type { QueryKey } from "@tanstack/react-query";
import type { DeskEvent } from "@/shared/realtime/events";
import { notificationKeys } from "./notification-keys";

/** What an event makes stale of the notification centre. No default branch: `tsc` rejects a forgotten event. */
export function staleQueries(event: DeskEvent): QueryKey[] {
  switch (event.type) {
    case "notification":
    case "notification:read":
    case "ticket:deleted": // its notifications go with it
      return [notificationKeys.all];
    case "ticket:created":
    case "ticket:updated":
    case "ticket:status_changed":
    case "ticket:priority_changed":
    case "ticket:assigned":
    case "comment:added":
    case "comment:edited":
    case "comment:deleted":
    case "attachment:added":
    case "attachment:deleted":
    case "user:ticket_assigned":
    case "user:mention":
    case "user:queue_updated":
      return [];
  }
}
