import type { Preference } from "./notices.ts";
import { best, events, permissions, rooms, type EventRule, type Grid, type Role } from "./table.mjs";

/** What people are called here; the desk gives them ids of its own. So it is with all that the world holds. */
export type Name = string;

/** A room by names: `ticket:t1`, `timeline:client:c1`, `user:anna`. */
export type Room = string;

export interface Ticket {
  project: Name;
  queue: Name | null;
  reporter: Name;
  assignee: Name | null;
  followers: Set<Name>;
  status: string;
  priority: string;
}

/** A comment or a file. */
export interface Part {
  kind: "comment" | "file";
  ticket: Name;
  author: Name;
  internal: boolean;
}

export interface Queue {
  project: Name;
  team: Name;
  watchers: Set<Name>;
}

/**
 * A desk as the acknowledged calls leave it: plain facts, and for each person the rooms that their socket stands in.
 * It knows no log, no order of delivery and no code of the desk.
 */
export class World {
  readonly people = new Map<Name, { roles: Role[] }>();
  readonly projects = new Map<Name, Set<Name>>();
  readonly teams = new Map<Name, Set<Name>>();
  readonly queues = new Map<Name, Queue>();
  readonly tickets = new Map<Name, Ticket>();
  readonly parts = new Map<Name, Part>();
  /** Whose account is closed. */
  readonly closed = new Set<Name>();
  readonly preferences = new Map<Name, Preference[]>();
  /** Who of those with a socket has which tickets open. */
  readonly viewers = new Map<Name, Set<Name>>();
  /** What those have said last who said so here. */
  readonly availability = new Map<Name, string>();
  /** Who was a viewer and ceased to be one by a loss, as `anna t1`. */
  readonly dropped = new Set<string>();
  /** Who has a socket, and where it stands. */
  readonly stands = new Map<Name, Set<Room>>();

  ticket(name: Name): Ticket {
    return found(this.tickets, name);
  }

  queue(name: Name): Queue {
    return found(this.queues, name);
  }

  /** Whose account is closed holds none. */
  roles(person: Name): Role[] {
    return this.closed.has(person) ? [] : found(this.people, person).roles;
  }

  /** The columns of the table that `person` is in, as seen from a place. */
  memberships(person: Name, place: Place): string[] {
    const { project, queue, ticket } = place;
    const team = place.team ?? (queue && this.queue(queue).team);
    const inTeam = team != null && found(this.teams, team).has(person);
    const watches = queue != null && this.queue(queue).watchers.has(person);
    const inProject = project != null && found(this.projects, project).has(person);
    const held: [string, boolean][] = [
      ["project", inProject],
      ["project+watcher", inProject && watches],
      ["team", inTeam],
      ["watcher", watches],
      ["team+watcher", inTeam && watches],
      ["follower", ticket?.followers.has(person) === true],
      ["reporter", ticket?.reporter === person],
      ["assignee", ticket?.assignee === person],
    ];
    return held.filter(([, holds]) => holds).map(([name]) => name);
  }

  cell(grid: Grid, person: Name, place: Place): string {
    return best(grid, this.roles(person), this.memberships(person, place));
  }

  may(person: Name, permission: string, place: Place): boolean {
    const grid = permissions[permission];
    if (!grid) throw new Error(`The table has no permission "${permission}"`);
    return this.cell(grid, person, place) === "yes";
  }

  reads(person: Name, ticket: Name): boolean {
    return this.may(person, "reads the ticket", this.placeOf(ticket));
  }

  works(person: Name, ticket: Name): boolean {
    return this.may(person, "works on the ticket", this.placeOf(ticket));
  }

  placeOf(ticket: Name): Place {
    const found = this.ticket(ticket);
    return { project: found.project, queue: found.queue, ticket: found };
  }

  /** What the table says of a person and a room: auto, join, forbidden or not_found. */
  room(person: Name, room: Room): string {
    const [kind = "", ...rest] = room.split(":");
    const id = rest.join(":");
    switch (kind) {
      case "user":
        return id === person ? "auto" : "not_found";
      case "role":
        return this.roles(person).includes(id as Role) ? "auto" : "not_found";
      case "team":
        return this.cell(gridOf("team:{id}"), person, { team: id });
      case "project":
        return this.cell(gridOf("project:{id}"), person, { project: id });
      case "queue":
        return this.cell(gridOf("queue:{id}"), person, { project: this.queue(id).project, queue: id });
      case "ticket":
        return this.tickets.has(id) ? this.cell(gridOf("ticket:{id}"), person, this.placeOf(id)) : "not_found";
      case "timeline":
        return this.timeline(person, id);
      default:
        throw new Error(`${room} is no room`);
    }
  }

  private timeline(person: Name, entity: string): string {
    const [type, id = ""] = entity.split(":");
    if (type !== "ticket") return this.cell(gridOf("timeline:{type}:{id}"), person, {});
    return this.tickets.has(id) ? this.cell(gridOf("timeline:ticket:{id}"), person, this.placeOf(id)) : "not_found";
  }

  mayStand(person: Name, room: Room): boolean {
    return ["auto", "join"].includes(this.room(person, room));
  }

  /** Everything that a command joins, but timelines of what is no ticket. */
  allRooms(): Room[] {
    return [...this.places(), ...[...this.tickets.keys()].flatMap((id) => [`ticket:${id}`, `timeline:ticket:${id}`])];
  }

  private places(): Room[] {
    return [
      ...[...this.teams.keys()].map((id) => `team:${id}`),
      ...[...this.projects.keys()].map((id) => `project:${id}`),
      ...[...this.queues.keys()].map((id) => `queue:${id}`),
    ];
  }

  /** After any change of rights: what is lost is left, viewers who lost the ticket are none, and the automatic rooms are entered. */
  settle(): void {
    const places = this.places();
    for (const [person, standing] of this.stands) {
      for (const room of [...standing]) if (!this.mayStand(person, room)) standing.delete(room);
      for (const room of places) if (this.room(person, room) === "auto") standing.add(room);
      for (const room of [`user:${person}`, ...this.roles(person).map((role) => `role:${role}`)]) standing.add(room);
    }
    for (const [ticket, viewers] of this.viewers) {
      for (const person of viewers) {
        if (this.tickets.has(ticket) && this.stands.has(person) && this.works(person, ticket)) continue;
        viewers.delete(person);
        this.dropped.add(`${person} ${ticket}`);
      }
    }
  }

  /** Who has the ticket open. */
  viewersOf(ticket: Name): Set<Name> {
    const viewers = this.viewers.get(ticket) ?? new Set();
    this.viewers.set(ticket, viewers);
    return viewers;
  }

  /** The queues that are somebody's: they see them by a membership or watch them. */
  queuesOf(person: Name): Name[] {
    return [...this.queues.entries()]
      .filter(([id, { project }]) => {
        const place = { project, queue: id };
        return this.may(person, "sees the queue", place) && this.memberships(person, place).length > 0;
      })
      .map(([id]) => id);
  }

  /** Who of those with a socket hears of something now. */
  audience(told: Told): Name[] {
    return this.reached(told, (person, room) => this.stands.get(person)?.has(room) === true);
  }

  /** Who hears of it that stands wherever they may. */
  readers(told: Told): Name[] {
    return this.reached(told, (person, room) => this.mayStand(person, room));
  }

  /** Who of those with a socket has the right to it. */
  allowed(told: Told): Name[] {
    const rule = ruleOf(told.event);
    const permission = told.internal ? (rule.internal ?? rule.who) : rule.who;
    const asked = told.free === true ? undefined : permission;
    return [...this.stands.keys()].filter((person) => asked === undefined || this.may(person, asked, this.subject(told)));
  }

  private reached(told: Told, stands: (person: Name, room: Room) => boolean): Name[] {
    const into = told.into ?? this.roomsOf(ruleOf(told.event), told);
    return this.allowed(told).filter((person) => into.some((room) => stands(person, room)));
  }

  private subject({ ticket, queue }: Told): Place {
    if (queue != null) return { project: this.queue(queue).project, queue };
    return ticket ? this.placeOf(ticket) : {};
  }

  private roomsOf(rule: EventRule, told: Told): Room[] {
    const ticket = told.ticket ? this.ticket(told.ticket) : undefined;
    const user = (id: Name | null | undefined) => (id ? [`user:${id}`] : []);
    return rule.rooms.flatMap((room) => {
      switch (room) {
        case "project:{id}":
          return ticket ? [`project:${ticket.project}`] : [];
        case "queue:{id}": {
          const queue = told.queue ?? ticket?.queue;
          return queue ? [`queue:${queue}`] : [];
        }
        case "ticket:{id}":
          return [`ticket:${told.ticket}`];
        case "timeline:ticket:{id}":
          return told.ticket ? [`timeline:ticket:${told.ticket}`] : [];
        case "timeline:{type}:{id}":
          return told.entity ? [`timeline:${told.entity}`] : [];
        case "role:admin":
          return [room];
        case "reporter":
          return user(ticket?.reporter);
        case "assignee":
          return user(ticket?.assignee);
        case "follower":
          return [...(ticket?.followers ?? [])].flatMap(user);
        default:
          // mentioned, who is told, the reader: the call itself says who that is
          return (told.people ?? []).flatMap(user);
      }
    });
  }
}

/** From where the rights of a person are seen. */
export interface Place {
  project?: Name | null;
  queue?: Name | null;
  team?: Name;
  ticket?: Ticket;
}

/** One event that a call has caused. */
export interface Told {
  event: string;
  /** What tells it from others of its name. */
  about: string;
  ticket?: Name;
  queue?: Name | null;
  /** Of a timeline that is no ticket's, as `client:c1`. */
  entity?: string;
  internal?: boolean;
  people?: Name[];
  /** Rooms that the call itself named. */
  into?: Room[];
  /** No more is asked than to stand there. */
  free?: boolean;
}

function ruleOf(event: string): EventRule {
  return events[event] ?? { rooms: [] };
}

function gridOf(room: string): Grid {
  const grid = rooms[room];
  if (!grid) throw new Error(`The table has no room ${room}`);
  return grid;
}

export function found<V>(map: Map<Name, V>, name: Name): V {
  const value = map.get(name);
  if (value === undefined) throw new NameOfNothing(name);
  return value;
}

/** A name that nothing bears: a shortened story speaks of what it never made, and any other is wrong. */
export class NameOfNothing extends Error {
  constructor(name: Name) {
    super(`There is no ${name}`);
  }
}
