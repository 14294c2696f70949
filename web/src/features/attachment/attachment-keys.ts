import { ticketScope } from "@/shared/api/ticket-scope";

export const attachmentKeys = {
  of: (ticketId: string) => [...ticketScope(ticketId), "attachments"],
} as const;
