import type { QueryKey } from "@tanstack/react-query";
import type { DeskEvent } from "@/shared/realtime/events";
import { ticketKeys } from "./ticket-keys";

/**
 * Queries of tickets that an event makes stale. One change comes under several names of which only the
 * first is heard, so every `ticket:*` name must mean the same here. No default branch: `tsc` rejects a
 * forgotten event.
 */
export function staleQueries(event: DeskEvent): QueryKey[] {
  switch (event.type) {
    case "ticket:created":
    case "ticket:updated":
    case "ticket:status_changed":
    case "ticket:priority_changed":
    case "ticket:assigned":
    case "ticket:deleted": // reading it again finds it gone
      return [ticketKeys.lists, ticketKeys.detail(event.ticket.id)];
    // A public comment moves the ticket too, and says so in a `ticket:updated` of its own.
    case "comment:added":
    case "comment:edited":
    case "comment:deleted":
    case "attachment:added":
    case "attachment:deleted":
      return [];
    case "user:ticket_assigned":
    case "user:mention":
    case "notification":
    case "notification:read":
      return [];
    case "user:queue_updated":
      return [ticketKeys.lists];
  }
}
