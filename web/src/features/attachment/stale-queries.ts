import type { QueryKey } from "@tanstack/react-query";
import type { DeskEvent } from "@/shared/realtime/events";
import { attachmentKeys } from "./attachment-keys";

/** Lists of files an event makes stale. No default branch: `tsc` rejects a forgotten event. */
export function staleQueries(event: DeskEvent): QueryKey[] {
  switch (event.type) {
    case "attachment:added":
    case "attachment:deleted":
    case "comment:deleted": // it takes its files along
      return [attachmentKeys.of(event.ticket.id)];
    case "comment:added":
    case "comment:edited":
    case "ticket:created":
    case "ticket:updated":
    case "ticket:status_changed":
    case "ticket:priority_changed":
    case "ticket:assigned":
    case "ticket:deleted":
    case "user:ticket_assigned":
    case "user:mention":
    case "user:queue_updated":
    case "notification":
    case "notification:read":
      return [];
  }
}
