import { notifications, type Role } from "./table.mjs";
import { NameOfNothing, type Name, type Room, type Told, type World } from "./world.ts";

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

/**
 * Makes an acknowledged call true in the world and returns what it tells, in order, each with those who must hear it:
 * the rules of the table and of `docs/notifications.md`, nothing else.
 */
export function apply(world: World, call: Call): Heard[] {
  const heard: Heard[] = [];
  const tell = (told: Told) => {
    const { event, about } = told;
    heard.push({ event, about, ticket: told.ticket, who: world.audience(told), through: world.readers(told), allowed: world.allowed(told) });
  };
  const notify = (by: Name, ticket: Name, internal: boolean, causes: Cause[]) => {
    for (const { person, tier } of loudest(world, by, ticket, causes)) {
      tell({ event: "notification", about: `${ticket} ${tier}`, ticket, internal, people: [person] });
    }
  };
  switch (call.call) {
    case "create":
      create(world, call, tell, notify);
      break;
    case "change":
      change(world, call, tell, notify);
      break;
    case "delete": {
      const { ticket } = call;
      tell({ event: "ticket:deleted", about: ticket, ticket });
      const { queue } = world.ticket(ticket);
      if (queue) tell({ event: "queue:ticket_removed", about: `${queue} ${ticket}`, queue });
      world.tickets.delete(ticket);
      break;
    }
    case "comment":
    case "attach":
      addPart(world, call, tell, notify);
      break;
    case "edit":
    case "remove":
      changePart(world, call, tell);
      break;
    case "follow":
    case "unfollow":
      follow(world, call, tell, notify);
      break;
    case "join":
    case "quit": {
      const members = call.of === "project" ? world.projects.get(call.id) : world.teams.get(call.id);
      if (call.call === "join") members?.add(call.who);
      else members?.delete(call.who);
      break;
    }
    case "watch":
      world.queue(call.queue).watchers.add(call.who);
      break;
    case "unwatch":
      world.queue(call.queue).watchers.delete(call.who);
      break;
    case "roles":
      world.people.set(call.who, { roles: call.roles });
      break;
    case "found queue":
      world.queues.set(call.queue, { project: call.project, team: call.team, watchers: new Set() });
      break;
    case "give queue":
      world.queue(call.queue).team = call.team;
      break;
    case "announce":
      for (const member of world.teams.get(call.team) ?? []) {
        if (member !== call.by) tell({ event: "notification", about: call.title, people: [member], free: true });
      }
      break;
    case "tell":
      tell({ event: "notification", about: call.title, people: [call.who], free: true });
      break;
    case "broadcast":
      tell({ event: call.event, about: call.room, into: [call.room] });
      break;
    case "timeline":
      tell({ event: `timeline:${TIMELINE[call.what]}`, about: call.entity, entity: call.entity, free: true });
      break;
  }
  world.settle();
  return heard;
}

/** Whether the rights alone forbid a call; for all else that may be wrong with it the desk has its own reasons. */
export function mayNot(world: World, call: Call): boolean {
  const { by } = call;
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
  if (mayNot(world, call)) return false;
  const { by } = call;
  const admin = world.roles(by).includes("admin");
  switch (call.call) {
    case "create": {
      const { project, queue, reporter = by, assignee } = call;
      if (assignee !== undefined) return false;
      if (admin) return queue === undefined || world.queue(queue).project === project;
      return queue === undefined && reporter === by && world.projects.get(project)?.has(by) === true;
    }
    case "change": {
      const { status, assignee, queue } = call.patch;
      if (world.works(by, call.ticket)) return mayBeAssigned(world, call.ticket, assignee, queue) && mayBeIn(world, by, call.ticket, queue);
      return world.ticket(call.ticket).reporter === by && status === undefined && assignee === undefined && queue === undefined;
    }
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

/** An event, and who must hear it. */
export interface Heard {
  event: string;
  about: string;
  ticket: Name | undefined;
  /** Over a socket, in the rooms where it stands. */
  who: Name[];
  /** Through the feed and the stream, which stand in every room that their person may join. */
  through: Name[];
  /** All who have the right to it, wherever they stand. */
  allowed: Name[];
}

/** The names of one action on a ticket, in the order in which feeds and native sockets choose one of them. */
const NAMES = ["created", "status_changed", "priority_changed", "assigned", "updated", "deleted"].map((name) => `ticket:${name}`);

/** What feeds and native sockets show of a call: each action on a ticket once. */
export function once(heard: Heard[]): Heard[] {
  const shown = NAMES.find((name) => heard.some(({ event }) => event === name));
  return heard.filter(({ event }) => !NAMES.includes(event) || event === shown);
}

interface Cause {
  cause: string;
  /** Those that the cause names and the ticket does not. */
  people?: (Name | null)[];
}

type Tell = (told: Told) => void;
type Notify = (by: Name, ticket: Name, internal: boolean, causes: Cause[]) => void;
type Of<C extends Call["call"]> = Extract<Call, { call: C }>;

const TIMELINE = { add: "new_item", edit: "item_updated", remove: "item_deleted", bulk: "bulk_update", refresh: "refresh" };

function create(world: World, call: Of<"create">, tell: Tell, notify: Notify): void {
  const { by, ticket, project, queue = null, reporter = by, assignee = null, priority = "medium" } = call;
  world.tickets.set(ticket, { project, queue, reporter, assignee, followers: new Set(), status: "open", priority });
  tell({ event: "ticket:created", about: ticket, ticket });
  if (assignee) {
    tell({ event: "ticket:assigned", about: ticket, ticket });
    tell({ event: "user:ticket_assigned", about: ticket, ticket });
  }
  if (queue) tell({ event: "queue:ticket_added", about: `${queue} ${ticket}`, queue });
  tell({ event: "timeline:new_item", about: ticket, ticket });
  notify(by, ticket, false, [
    { cause: "created" },
    ...(assignee ? [{ cause: "assigned" }] : []),
    ...(priority === "urgent" ? [{ cause: "urgent" }] : []),
    ...(queue ? [{ cause: "came into a queue" }] : []),
    ...(reporter === by ? [] : [{ cause: "created in their name" }]),
  ]);
}

function change(world: World, { by, ticket, patch }: Of<"change">, tell: Tell, notify: Notify): void {
  const it = world.ticket(ticket);
  const before = { ...it };
  const { status = it.status, priority = it.priority, assignee = it.assignee, queue = it.queue } = patch;
  Object.assign(it, { status, priority, assignee, queue });
  const changed = {
    status: status !== before.status,
    priority: priority !== before.priority,
    assignee: assignee !== before.assignee,
    queue: queue !== before.queue,
    title: patch.title !== undefined,
  };
  const fields = Object.values(changed).filter(Boolean).length;
  if (fields === 0) return;
  world.settle();
  tell({ event: "ticket:updated", about: ticket, ticket });
  if (changed.status) tell({ event: "ticket:status_changed", about: ticket, ticket });
  if (changed.priority) tell({ event: "ticket:priority_changed", about: ticket, ticket });
  if (changed.assignee) {
    tell({ event: "ticket:assigned", about: ticket, ticket });
    tell({ event: "user:ticket_assigned", about: ticket, ticket });
  }
  if (changed.queue && before.queue) {
    tell({ event: "queue:ticket_removed", about: `${before.queue} ${ticket}`, queue: before.queue });
  }
  if (changed.queue && queue) tell({ event: "queue:ticket_added", about: `${queue} ${ticket}`, queue });
  tell({ event: fields > 1 ? "timeline:bulk_update" : "timeline:new_item", about: ticket, ticket });
  notify(by, ticket, false, [
    ...(changed.status || changed.priority ? [{ cause: "status or priority" }] : []),
    ...(changed.priority && priority === "urgent" ? [{ cause: "urgent" }] : []),
    ...(changed.assignee ? [{ cause: "assigned" }] : []),
    ...(changed.queue && queue ? [{ cause: "came into a queue" }] : []),
    { cause: "other change", people: changed.assignee ? [before.assignee] : [] },
  ]);
}

function addPart(world: World, call: Of<"comment" | "attach">, tell: Tell, notify: Notify): void {
  const { by, ticket, part, internal } = call;
  // Whoever mentions themselves is told nothing by it.
  const mentions = (call.mentions ?? []).filter((person) => person !== by);
  const kind = call.call === "comment" ? "comment" : "file";
  world.parts.set(part, { kind, ticket, author: by, internal });
  tell({ event: kind === "comment" ? "comment:added" : "attachment:added", about: part, ticket, internal });
  if (mentions.length > 0) tell({ event: "user:mention", about: part, ticket, internal, people: mentions });
  const it = world.ticket(ticket);
  let reopened = false;
  if (kind === "comment" && !internal) {
    tell({ event: "ticket:updated", about: ticket, ticket });
    reopened = by === it.reporter && ["waiting", "resolved"].includes(it.status);
    if (reopened) {
      it.status = "open";
      tell({ event: "ticket:status_changed", about: ticket, ticket });
      // The change of the status is an item beside the reply's.
      tell({ event: "timeline:new_item", about: ticket, ticket });
    }
  }
  tell({ event: "timeline:new_item", about: ticket, ticket, internal });
  notify(by, ticket, internal, [
    { cause: "comment or file" },
    ...(mentions.length > 0 ? [{ cause: "mention", people: mentions }] : []),
    ...(reopened ? [{ cause: "status or priority" }] : []),
  ]);
}

function changePart(world: World, { call, part }: Of<"edit" | "remove">, tell: Tell): void {
  const { kind, ticket, internal } = world.parts.get(part) ?? missing(part);
  if (call === "remove") world.parts.delete(part);
  const event = kind === "file" ? "attachment:deleted" : call === "edit" ? "comment:edited" : "comment:deleted";
  tell({ event, about: part, ticket, internal });
  if (kind === "comment" && !internal) tell({ event: "ticket:updated", about: ticket, ticket });
  tell({ event: "timeline:new_item", about: ticket, ticket, internal });
}

function follow(world: World, { call, by, ticket, who }: Of<"follow" | "unfollow">, tell: Tell, notify: Notify): void {
  const { followers } = world.ticket(ticket);
  if (followers.has(who) === (call === "follow")) return;
  if (call === "follow") followers.add(who);
  else followers.delete(who);
  world.settle();
  tell({ event: "ticket:updated", about: ticket, ticket });
  if (call === "follow") notify(by, ticket, false, [{ cause: "made a follower", people: [who] }]);
}

const TIERS = ["high", "medium", "low"];

/** Whom the causes of one action name, each with the loudest tier. */
function loudest(world: World, by: Name, ticket: Name, causes: Cause[]): { person: Name; tier: string }[] {
  const tiers = new Map<Name, string>();
  for (const { cause, people = [] } of causes) {
    const rule = notifications[cause];
    if (!rule) throw new Error(`The table tells of no notification "${cause}"`);
    for (const person of rule.to.flatMap((whom) => named(world, whom, ticket, people))) {
      const known = tiers.get(person);
      if (!known || TIERS.indexOf(rule.tier) < TIERS.indexOf(known)) tiers.set(person, rule.tier);
    }
  }
  tiers.delete(by);
  return [...tiers].map(([person, tier]) => ({ person, tier }));
}

function named(world: World, whom: string, ticket: Name, people: (Name | null)[]): Name[] {
  const it = world.ticket(ticket);
  switch (whom) {
    case "reporter":
      return [it.reporter];
    case "assignee":
      return it.assignee ? [it.assignee] : [];
    case "follower":
      return [...it.followers];
    case "watcher":
      return it.queue ? [...world.queue(it.queue).watchers] : [];
    case "admin":
      return [...world.people].filter(([, { roles }]) => roles.includes("admin")).map(([person]) => person);
    case "has it open":
      return [...world.stands].filter(([, rooms]) => rooms.has(`ticket:${ticket}`)).map(([person]) => person);
    case "mentioned":
    case "assigned before":
    case "the new follower":
      return people.filter((person) => person !== null);
    default:
      throw new Error(`The table tells "${whom}", whom nobody knows`);
  }
}

function missing(name: Name): never {
  throw new NameOfNothing(name);
}
