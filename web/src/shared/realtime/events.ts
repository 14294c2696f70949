import type { Channel, NotificationTier, Person } from "@/shared/api/types";

// The events of the contract, section 3: references only. Data is read again over HTTP.

interface DurableEvent {
  id: string;
  seq: number;
  at: string;
  actor?: Person | null;
}

export interface TicketRef {
  id: string;
  number?: string;
  version?: number;
  projectId?: string;
  queueId?: string | null;
}

const TICKET_EVENTS = [
  "ticket:created",
  "ticket:updated",
  "ticket:status_changed",
  "ticket:priority_changed",
  "ticket:assigned",
  "ticket:deleted",
] as const;

const COMMENT_EVENTS = ["comment:added", "comment:edited", "comment:deleted"] as const;
const ATTACHMENT_EVENTS = ["attachment:added", "attachment:deleted"] as const;
const USER_EVENTS = ["user:ticket_assigned", "user:mention", "user:queue_updated"] as const;

/** Every durable event the page listens to. */
export const DESK_EVENTS = [
  ...TICKET_EVENTS,
  ...COMMENT_EVENTS,
  ...ATTACHMENT_EVENTS,
  ...USER_EVENTS,
  "notification",
  "notification:read",
] as const;

export interface TicketEvent extends DurableEvent {
  type: (typeof TICKET_EVENTS)[number];
  ticket: TicketRef;
}

export interface CommentEvent extends DurableEvent {
  type: (typeof COMMENT_EVENTS)[number];
  ticket: TicketRef;
  comment: { id: string; internal: boolean };
}

export interface AttachmentEvent extends DurableEvent {
  type: (typeof ATTACHMENT_EVENTS)[number];
  ticket: TicketRef;
  attachment: { id: string; internal: boolean };
}

export interface UserEvent extends DurableEvent {
  type: (typeof USER_EVENTS)[number];
}

export interface NotificationEvent extends DurableEvent {
  type: "notification";
  notification_type: string;
  title: string;
  message: string;
  tier: NotificationTier;
  channels: Channel[];
  timestamp: string;
  ticket?: { id: string; number: string } | null;
}

export interface NotificationReadEvent extends DurableEvent {
  type: "notification:read";
  ids: string[];
  unread: number;
}

export type DeskEvent =
  | TicketEvent
  | CommentEvent
  | AttachmentEvent
  | UserEvent
  | NotificationEvent
  | NotificationReadEvent;

export interface Authenticated {
  userId: string;
  email: string;
  name: string;
  roles: string[];
  cursor?: number;
}

/** Answer to a command sent over the socket. */
export type Ack = { ok: true } | { ok: false; error: { code: string; message: string } };
