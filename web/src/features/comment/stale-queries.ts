import type { QueryKey } from "@tanstack/react-query";
import type { DeskEvent } from "@/shared/realtime/events";
import { commentKeys } from "./comment-keys";

/** Conversations an event makes stale. No default branch: `tsc` rejects a forgotten event. */
export function staleQueries(event: DeskEvent): QueryKey[] {
  switch (event.type) {
    case "comment:added":
    case "comment:edited":
    case "comment:deleted":
      return [commentKeys.of(event.ticket.id)];
    case "ticket:created":
    case "ticket:updated":
    case "ticket:status_changed":
    case "ticket:priority_changed":
    case "ticket:assigned":
    case "ticket:deleted":
    case "attachment:added":
    case "attachment:deleted":
    case "user:ticket_assigned":
    case "user:mention":
    case "user:queue_updated":
    case "notification":
    case "notification:read":
      return [];
  }
}
