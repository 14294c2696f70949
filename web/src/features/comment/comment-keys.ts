import { ticketScope } from "@/shared/api/ticket-scope";

export const commentKeys = {
  of: (ticketId: string) => [...ticketScope(ticketId), "comments"],
} as const;
