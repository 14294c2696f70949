// The bodies of the HTTP API, as the contract writes them.

export const TICKET_STATUSES = ["open", "in_progress", "waiting", "resolved", "closed"] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ["low", "medium", "high", "urgent"] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export const ROLES = ["admin", "agent", "sales", "customer"] as const;
export type Role = (typeof ROLES)[number];

export interface Page<T> {
  items: T[];
  next?: string | null;
}

export interface Person {
  id: string;
  name: string;
}

export interface User extends Person {
  email: string;
  roles: Role[];
}

export interface SessionUser extends User {
  mustChangePassword?: boolean;
}

export interface Project {
  id: string;
  name: string;
  key: string;
}

export interface Queue {
  id: string;
  name: string;
  projectId: string;
  teamId?: string | null;
}

export interface Ticket {
  id: string;
  number: string;
  title: string;
  description: string;
  status: TicketStatus;
  priority: TicketPriority;
  projectId: string;
  queueId?: string | null;
  reporter: Person;
  assignee?: Person | null;
  tags: string[];
  /** Ids. */
  followers: string[];
  due?: string | null;
  lastReply?: { at: string; by: "staff" | "customer" } | null;
  version: number;
  createdAt: string;
  updatedAt: string;
}

export interface NewTicket {
  projectId: string;
  queueId?: string;
  title: string;
  description?: string;
  priority?: TicketPriority;
  assigneeId?: string;
  tags?: string[];
}

export interface TicketPatch {
  status?: TicketStatus;
  priority?: TicketPriority;
  assigneeId?: string | null;
  queueId?: string | null;
  title?: string;
  description?: string;
  tags?: string[];
  due?: string | null;
}

export interface Comment {
  id: string;
  body: string;
  internal: boolean;
  author: Person;
  createdAt: string;
  editedAt?: string | null;
}

export interface NewComment {
  body: string;
  internal?: boolean;
  mentions?: string[];
  lastSeen?: string | null;
  force?: boolean;
}

export interface Attachment {
  id: string;
  name: string;
  mediaType: string;
  size: number;
  internal: boolean;
  commentId?: string | null;
  uploader: Person;
  createdAt: string;
}

export type NotificationTier = "high" | "medium" | "low";

/** A way in which a person is told. */
export type Channel = "centre" | "page" | "system" | "sound" | "email";

export interface Notification {
  id: string;
  notification_type: string;
  title: string;
  message: string;
  tier: NotificationTier;
  timestamp: string;
  ticket?: { id: string; number: string } | null;
  channels: Channel[];
  read: boolean;
}

export interface PreferenceScope {
  type: "global" | "project" | "queue" | "ticket";
  id?: string;
  name?: string;
}

/** How one wants to be told of an event, or of `any`, within a scope; by no channel: not at all. */
export interface PreferenceRule {
  event: string;
  scope: PreferenceScope;
  channels: Channel[];
}

/** By the clock of the time zone; over midnight when `from` is the later. */
export interface QuietHours {
  from: string;
  to: string;
  timeZone: string;
  days: string[];
}

export interface NotificationPreferences {
  rules: PreferenceRule[];
  quietHours: QuietHours | null;
  /** The channels of each event without a rule. */
  defaults: Record<string, Channel[]>;
}

/** A page of the notification centre; `unread` counts all of them. */
export interface NotificationPage extends Page<Notification> {
  unread: number;
}

export interface FieldConflict {
  field: string;
  yours: unknown;
  theirs: unknown;
}

/** RFC 9457, with the desk's own members. */
export interface Problem {
  title: string;
  status: number;
  detail?: string;
  code?: string;
  errors?: { field: string; message: string }[];
  conflicts?: FieldConflict[];
  /** With code `unseen_activity`: the comments its author had not seen. */
  unseen?: Comment[];
}
