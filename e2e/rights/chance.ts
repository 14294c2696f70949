import { Chance } from "../support/chance.ts";
import { notifications, ROLES, type Role } from "./table.mjs";
import type { Call, Patch } from "./calls.ts";
import type { Preference } from "./notices.ts";
import type { Sight } from "./sights.ts";
import type { Name, Room, World } from "./world.ts";

/** Who joins or leaves what, what is done then that others see, and calls that follow one another without a pause. */
export interface Step {
  moves: { who: Name; room: Room; leave: boolean }[];
  sights: Sight[];
  calls: Call[];
}

export const PROJECTS = ["project1", "project2"];
export const TEAMS = ["team1", "team2"];
export const QUEUES = ["queue1", "queue2", "queue3"];

/** What preferences speak of. */
const EVENTS = ["any", ...new Set(Object.values(notifications).map(({ event }) => event))];

/** The roles that one may have; most people have one. */
export function rolesOf(chance: Chance): Role[] {
  const role = chance.one(["agent", "agent", "agent", "customer", "customer", "sales", "sales", "admin"] as const);
  const other = chance.one(ROLES);
  return role !== other && chance.happens(0.15) ? [role, other] : [role];
}

export function foundingOfQueues(chance: Chance, root: Name): Call[] {
  return QUEUES.map((queue) => ({
    call: "found queue",
    by: root,
    queue,
    project: queue === "queue1" ? "project1" : chance.one(PROJECTS),
    team: chance.one(TEAMS),
  }));
}

/** Who belongs to what at first. */
export function memberships(chance: Chance, people: Name[], root: Name): Call[] {
  return people.flatMap((who): Call[] => [
    ...chance.some(PROJECTS, 0.5).map((id): Call => ({ call: "join", by: root, of: "project", id, who })),
    ...chance.some(TEAMS, 0.3).map((id): Call => ({ call: "join", by: root, of: "team", id, who })),
    ...chance.some(QUEUES, 0.2).map((queue): Call => ({ call: "watch", by: root, queue, who })),
  ]);
}

/** Invents what happens next. Much of it is not allowed: then the desk says so, and nothing comes of it. */
export class Inventor {
  private made = 0;

  constructor(
    private readonly chance: Chance,
    private readonly world: World,
    private readonly people: Name[],
    private readonly root: Name,
  ) {}

  call(): Call {
    const { chance, world } = this;
    const tickets = [...world.tickets.keys()];
    if (tickets.length < 2) return this.create();
    const kinds: [number, () => Call | undefined][] = [
      [10, () => this.create()],
      [22, () => ({ call: "change", by: this.hand(), ticket: chance.one(tickets), patch: this.patch() })],
      [24, () => this.part(chance.one(tickets))],
      [8, () => this.alter()],
      [10, () => this.follow(chance.one(tickets))],
      [18, () => this.rights()],
      [3, () => this.delete(tickets)],
      [8, () => this.outside(tickets)],
      [6, () => ({ call: "prefer", by: chance.one(this.people), rules: this.rules(tickets) })],
    ];
    const whole = kinds.reduce((sum, [weight]) => sum + weight, 0);
    let left = chance.below(whole);
    for (const [weight, invent] of kinds) {
      left -= weight;
      if (left < 0) return invent() ?? this.create();
    }
    return this.create();
  }

  /** Some come into a room or go out of one that they joined. */
  moves(): Step["moves"] {
    return this.chance.some([...this.world.stands.keys()], 0.6).map((who) => this.move(who));
  }

  private move(who: Name): Step["moves"][number] {
    const { chance, world } = this;
    const joined = [...(world.stands.get(who) ?? [])].filter((room) => world.room(who, room) === "join");
    if (joined.length > 0 && chance.happens(0.15)) return { who, room: chance.one(joined), leave: true };
    const rooms = [...world.allRooms(), "timeline:client:c1"];
    const open = rooms.filter((room) => world.mayStand(who, room) && !world.stands.get(who)?.has(room));
    const room = open.length > 0 && chance.happens(0.8) ? chance.one(open) : chance.one(rooms);
    return { who, room, leave: false };
  }

  /** Now and then somebody is at a ticket, of which others take note. */
  sights(): Sight[] {
    const { chance, world } = this;
    const tickets = [...world.tickets.keys()];
    const present = [...world.stands.keys()];
    if (tickets.length === 0 || chance.happens(0.4)) return [];
    return Array.from({ length: 1 + chance.below(3) }, (): Sight => {
      const who = chance.one(present);
      if (chance.happens(0.15)) return { who, does: "presence:set", availability: chance.one(["online", "busy", "away"]) };
      const open = tickets.filter((ticket) => world.viewersOf(ticket).has(who));
      if (open.length > 0 && chance.happens(0.5)) return { who, does: chance.one(["ticket:typing", "ticket:leave"] as const), ticket: chance.one(open) };
      return { who, does: "ticket:view", ticket: chance.one(tickets) };
    });
  }

  /** What somebody says about how to be told; some of it speaks of what they may not know. */
  private rules(tickets: Name[]): Preference[] {
    const { chance } = this;
    const scopes: [Preference["scope"]["type"], readonly Name[]][] = [["project", PROJECTS], ["queue", QUEUES], ["ticket", tickets]];
    return Array.from({ length: chance.below(4) }, (): Preference => {
      const [type, names] = chance.one(scopes);
      return {
        event: chance.one(EVENTS),
        scope: chance.happens(0.4) ? { type: "global" } : { type, id: chance.one(names) },
        channels: chance.one([[], [], ["centre"], ["page"], ["system", "sound"]]),
      };
    });
  }

  /** The root in half of all cases, so that enough is allowed. */
  private hand(): Name {
    return this.chance.happens(0.4) ? this.root : this.chance.one(this.people);
  }

  private next(what: string): Name {
    return `${what}${++this.made}`;
  }

  private create(): Call {
    const { chance } = this;
    const by = this.hand();
    const project = chance.one(PROJECTS);
    const staff = this.world.roles(by).some((role) => role === "admin" || role === "agent");
    return {
      call: "create",
      by,
      ticket: this.next("ticket"),
      project,
      ...(staff && chance.happens(0.6) && { queue: chance.one(QUEUES) }),
      ...(staff && chance.happens(0.5) && { reporter: chance.one(this.people) }),
      ...(staff && chance.happens(0.4) && { assignee: chance.one(this.people) }),
      ...(chance.happens(0.3) && { priority: chance.one(["low", "urgent"]) }),
    };
  }

  private patch(): Patch {
    const { chance } = this;
    const patch: Patch = {
      ...(chance.happens(0.35) && { status: chance.one(["open", "in_progress", "waiting", "resolved", "closed"]) }),
      ...(chance.happens(0.25) && { priority: chance.one(["low", "medium", "high", "urgent"]) }),
      ...(chance.happens(0.25) && { assignee: chance.one([null, ...this.people]) }),
      ...(chance.happens(0.25) && { queue: chance.one([null, ...QUEUES]) }),
      ...(chance.happens(0.15) && { title: this.next("Title ") }),
    };
    return Object.keys(patch).length > 0 ? patch : { title: this.next("Title ") };
  }

  private part(ticket: Name): Call {
    const { chance } = this;
    const call = chance.happens(0.7) ? "comment" : "attach";
    const mentions = call === "comment" ? chance.some(this.people, 0.15) : [];
    const internal = chance.happens(0.4);
    return { call, by: this.hand(), ticket, part: this.next("part"), internal, ...(mentions.length > 0 && { mentions }) };
  }

  private alter(): Call | undefined {
    const parts = [...this.world.parts].filter(([, { ticket }]) => this.world.tickets.has(ticket));
    if (parts.length === 0) return undefined;
    const [part, { kind, author }] = this.chance.one(parts);
    const by = this.chance.one([author, this.root, this.chance.one(this.people)]);
    return { call: kind === "comment" && this.chance.happens(0.5) ? "edit" : "remove", by, part };
  }

  private follow(ticket: Name): Call {
    const { chance } = this;
    const by = this.hand();
    const followers = [...this.world.ticket(ticket).followers];
    if (followers.length > 0 && chance.happens(0.5)) return { call: "unfollow", by, ticket, who: chance.one(followers) };
    return { call: "follow", by, ticket, who: chance.happens(0.3) ? by : chance.one(this.people) };
  }

  private rights(): Call {
    const { chance, world, root: by } = this;
    const who = chance.one(this.people);
    switch (chance.below(10)) {
      case 0:
      case 1:
      case 2:
        return this.member("project", chance.one(PROJECTS), who);
      case 3:
      case 4:
        return this.member("team", chance.one(TEAMS), who);
      case 5: {
        const queue = chance.one(QUEUES);
        return { call: world.queue(queue).watchers.has(who) ? "unwatch" : "watch", by, queue, who };
      }
      case 6:
        return { call: "give queue", by, queue: chance.one(QUEUES), team: chance.one(TEAMS) };
      case 7:
      case 8:
        return world.closed.size > 0 ? { call: "reopen", by, who: chance.one([...world.closed]) } : { call: "close", by, who };
      default:
        return { call: "roles", by, who, roles: rolesOf(chance) };
    }
  }

  private member(of: "project" | "team", id: Name, who: Name): Call {
    const members = of === "project" ? this.world.projects.get(id) : this.world.teams.get(id);
    return { call: members?.has(who) ? "quit" : "join", by: this.root, of, id, who };
  }

  private delete(tickets: Name[]): Call {
    return { call: "delete", by: this.hand(), ticket: this.chance.one(tickets) };
  }

  /** What outside code does. */
  private outside(tickets: Name[]): Call {
    const { chance, root: by } = this;
    const ticket = chance.one(tickets);
    const room = chance.one([`team:${chance.one(TEAMS)}`, `project:${chance.one(PROJECTS)}`, `queue:${chance.one(QUEUES)}`, `ticket:${ticket}`, `timeline:ticket:${ticket}`]);
    switch (chance.below(4)) {
      case 0:
        return { call: "announce", by, team: chance.one(TEAMS), title: this.next("Announcement ") };
      case 1:
        return { call: "tell", by, who: chance.one(this.people), title: this.next("Telling ") };
      case 2:
        return { call: "broadcast", by, room, event: "deploy:done" };
      default:
        return { call: "timeline", by: this.hand(), entity: "client:c1", what: chance.one(["add", "bulk", "refresh"] as const), item: this.next("item") };
    }
  }
}
