import type { Call } from "./calls.ts";
import { loudest, wants, type Cause } from "./notices.ts";
import { NameOfNothing, type Name, type Told, type World } from "./world.ts";

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
    case "close":
      world.closed.add(call.who);
      world.stands.delete(call.who);
      break;
    case "reopen":
      world.closed.delete(call.who);
      break;
    case "prefer":
      world.preferences.set(call.by, call.rules);
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
        if (member !== call.by && wants(world, member, "announcement")) tell({ event: "notification", about: call.title, people: [member], free: true });
      }
      break;
    case "tell":
      if (wants(world, call.who, "told by a program")) {
        tell({ event: "notification", about: call.title, people: [call.who], free: true });
      }
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
    ...(changed.status ? [{ cause: "another status" }] : []),
    ...(changed.priority ? [{ cause: "another priority" }] : []),
    ...(changed.priority && priority === "urgent" ? [{ cause: "urgent" }] : []),
    ...(changed.assignee ? [{ cause: "assigned" }] : []),
    ...(changed.queue && queue ? [{ cause: "came into a queue" }] : []),
    ...(changed.assignee || changed.queue || changed.title ? [{ cause: "other change", people: changed.assignee ? [before.assignee] : [] }] : []),
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
  if (kind === "comment" && !internal) {
    tell({ event: "ticket:updated", about: ticket, ticket });
    if (by === it.reporter && ["waiting", "resolved"].includes(it.status)) {
      it.status = "open";
      tell({ event: "ticket:status_changed", about: ticket, ticket });
      // The change of the status is an item beside the reply's; people are told of the reply alone.
      tell({ event: "timeline:new_item", about: ticket, ticket });
    }
  }
  tell({ event: "timeline:new_item", about: ticket, ticket, internal });
  notify(by, ticket, internal, [
    { cause: kind },
    ...(mentions.length > 0 ? [{ cause: "mention", people: mentions }] : []),
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

function missing(name: Name): never {
  throw new NameOfNothing(name);
}
