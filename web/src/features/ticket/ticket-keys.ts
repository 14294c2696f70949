import { ticketScope } from "@/shared/api/ticket-scope";
import type { TicketFilters } from "./ticket-filters";

export const ticketKeys = {
  lists: ["tickets"],
  list: (filters: TicketFilters) => ["tickets", filters],
  detail: (id: string) => [...ticketScope(id), "detail"],
} as const;
