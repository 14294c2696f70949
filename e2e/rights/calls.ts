import type { Preference } from "./notices.ts";
import type { Role } from "./table.mjs";
import type { Name, Room, World } from "./world.ts";

/** What is said to the desk over HTTP, by names. */
export type Call =
  | { call: "create"; by: Name; ticket: Name; project: Name; queue?: Name; reporter?: Name; assignee?: Name; priority?: string }
  | { call: "change"; by: Name; ticket: Name; patch: Patch }
  | { call: "delete"; by: Name; ticket: Name }
  | { call: "comment" | "attach"; by: Name; ticket: Name; part: Name; internal: boolean; mentions?: Name[] }
  | { call: "edit" | "remove"; by: Name; part: Name }
  | { call: "follow" | "unfollow"; by: Name; ticket: Name; who: Name }
  | { call: "join" | "quit"; by: Name; of: "project" | "team"; id: Name; who: Name }
  | { call: "watch" | "unwatch"; by: Name; queue: Name; who: Name }
  | { call: "roles"; by: Name; who: Name; roles: Role[] }
  | { call: "close" | "reopen"; by: Name; who: Name }
  | { call: "prefer"; by: Name; rules: Preference[] }
  | { call: "found queue"; by: Name; queue: Name; project: Name; team: Name }
  | { call: "give queue"; by: Name; queue: Name; team: Name }
  | { call: "announce"; by: Name; team: Name; title: string }
  | { call: "tell"; by: Name; who: Name; title: string }
  | { call: "broadcast"; by: Name; room: Room; event: string }
  | { call: "timeline"; by: Name; entity: string; what: "add" | "edit" | "remove" | "bulk" | "refresh"; item: Name };

export interface Patch {
  status?: string;
  priority?: string;
  assignee?: Name | null;
  queue?: Name | null;
  title?: string;
}

/** Whether the rights alone forbid a call; for all else that may be wrong with it the desk has its own reasons. */
export function mayNot(world: World, call: Call): boolean {
  const { by } = call;
  if (world.closed.has(by)) return true;
  const admin = world.roles(by).includes("admin");
  switch (call.call) {
    case "change": {
      if (!world.tickets.has(call.ticket)) return true;
      const { status, assignee, queue } = call.patch;
      const forStaff = status !== undefined || assignee !== undefined || queue !== undefined;
      return forStaff ? !world.works(by, call.ticket) : !world.reads(by, call.ticket);
    }
    case "comment":
    case "attach":
      if (!world.tickets.has(call.ticket)) return true;
      return call.internal ? !world.works(by, call.ticket) : !world.reads(by, call.ticket);
    case "edit":
    case "remove": {
      const part = world.parts.get(call.part);
      if (!part || !world.tickets.has(part.ticket)) return true;
      return part.internal ? !world.works(by, part.ticket) : !world.reads(by, part.ticket);
    }
    case "follow":
    case "unfollow":
      return !world.tickets.has(call.ticket) || !world.reads(by, call.ticket);
    case "prefer":
      return false;
    case "timeline":
      return !world.mayStand(by, `timeline:${call.entity}`);
    case "create":
      return call.queue !== undefined && !admin && world.queuesOf(by).includes(call.queue) === false;
    default:
      return !admin;
  }
}

/** Whether the rights alone suffice for a call: then the desk must accept it. What it may refuse for reasons of its own is not among these. */
export function must(world: World, call: Call): boolean {
  if (mayNot(world, call) || ("who" in call && world.closed.has(call.who) && call.call !== "reopen")) return false;
  const { by } = call;
  const admin = world.roles(by).includes("admin");
  switch (call.call) {
    case "create": {
      const { project, queue, reporter = by, assignee } = call;
      if (assignee !== undefined || world.closed.has(reporter)) return false;
      if (admin) return queue === undefined || world.queue(queue).project === project;
      return queue === undefined && reporter === by && world.projects.get(project)?.has(by) === true;
    }
    case "change": {
      const { status, assignee, queue } = call.patch;
      if (world.works(by, call.ticket)) return mayBeAssigned(world, call.ticket, assignee, queue) && mayBeIn(world, by, call.ticket, queue);
      return world.ticket(call.ticket).reporter === by && status === undefined && assignee === undefined && queue === undefined;
    }
    case "prefer":
      // Some of it speaks of what they may not know.
      return false;
    case "delete":
      return world.tickets.has(call.ticket);
    case "edit":
    case "remove":
      return admin || world.parts.get(call.part)?.author === by;
    case "follow":
      return (call.who === by || world.works(by, call.ticket)) && world.reads(call.who, call.ticket);
    case "unfollow":
      return call.who === by || world.works(by, call.ticket);
    default:
      return true;
  }
}

/** Whoever reads a ticket that stays where it is. */
function mayBeAssigned(world: World, ticket: Name, assignee: Name | null | undefined, queue: Name | null | undefined): boolean {
  return assignee == null || (queue === undefined && world.reads(assignee, ticket));
}

/** An administrator chooses any queue of the project. */
function mayBeIn(world: World, by: Name, ticket: Name, queue: Name | null | undefined): boolean {
  if (queue == null) return true;
  return world.roles(by).includes("admin") && world.queue(queue).project === world.ticket(ticket).project;
}
