import type { Comment, SessionUser, Ticket } from "@/shared/api/types";

// What the page offers, by the contract's section 1. It only spares people refusals: the server decides.

/** Whoever reads a ticket may also write a reply and attach a file, so those are not among these. */
export interface TicketRights {
  /** Status, assignee and queue. */
  triage: boolean;
  /** Title, description, priority, tags and due. */
  edit: boolean;
  internal: boolean;
  /** Make others follow. */
  addFollowers: boolean;
  delete: boolean;
}

export function isStaff(user: SessionUser): boolean {
  return isAdmin(user) || user.roles.includes("agent");
}

export function isAdmin(user: SessionUser): boolean {
  return user.roles.includes("admin");
}

export function ticketRights(user: SessionUser, ticket: Pick<Ticket, "reporter">): TicketRights {
  const staff = isStaff(user);
  return {
    triage: staff,
    edit: staff || ticket.reporter.id === user.id,
    internal: staff,
    addFollowers: staff,
    delete: isAdmin(user),
  };
}

const EDIT_WINDOW = 15 * 60_000;

/** Authors may change their comments for a quarter of an hour, admins always. */
export function mayEditComment(user: SessionUser, comment: Comment, now: number): boolean {
  if (isAdmin(user)) return true;
  return comment.author.id === user.id && now - Date.parse(comment.createdAt) < EDIT_WINDOW;
}
