import { notifications, type NotificationRule } from "./table.mjs";
import type { Name, Ticket, World } from "./world.ts";

/** What somebody has said about how to be told: no channels are not at all. */
export interface Preference {
  event: string;
  scope: { type: "global" | "project" | "queue" | "ticket"; id?: Name };
  channels: string[];
}

export interface Cause {
  cause: string;
  /** Those that the cause names and the ticket does not. */
  people?: (Name | null)[];
}

const TIERS = ["high", "medium", "low"];
/** From the widest to the narrowest. */
const SCOPES = ["global", "project", "queue", "ticket"];

/** Whom the causes of one action name, each with the loudest tier that their preferences leave. */
export function loudest(world: World, by: Name, ticket: Name, causes: Cause[]): { person: Name; tier: string }[] {
  const tiers = new Map<Name, string>();
  for (const { cause, people = [] } of causes) {
    const rule = ruleOf(cause);
    for (const person of rule.to.flatMap((whom) => named(world, whom, ticket, people))) {
      const tier = preferred(world, person, rule, ticket);
      const known = tiers.get(person);
      if (tier && (!known || TIERS.indexOf(tier) < TIERS.indexOf(known))) tiers.set(person, tier);
    }
  }
  tiers.delete(by);
  return [...tiers].map(([person, tier]) => ({ person, tier }));
}

/** Whether somebody wants to hear at all of something that is about no ticket. */
export function wants(world: World, person: Name, cause: string): boolean {
  return preferred(world, person, ruleOf(cause)) !== undefined;
}

function ruleOf(cause: string): NotificationRule {
  const rule = notifications[cause];
  if (!rule) throw new Error(`The table tells of no notification "${cause}"`);
  return rule;
}

/** The tier that a person's wishes make of a cause: the narrowest rule decides, in a scope the one that names the event. */
function preferred(world: World, person: Name, { event, tier }: NotificationRule, name?: Name): string | undefined {
  const ticket = name === undefined ? undefined : world.ticket(name);
  const weight = (rule: Preference) => 2 * SCOPES.indexOf(rule.scope.type) + (rule.event === "any" ? 0 : 1);
  const [rule] = (world.preferences.get(person) ?? [])
    .filter((rule) => rule.event === event || rule.event === "any")
    .filter(({ scope }) => scope.type === "global" || (ticket !== undefined && scope.id === placeOf(ticket, name, scope.type)))
    .sort((one, other) => weight(other) - weight(one));
  if (!rule) return tier;
  const { channels } = rule;
  if (channels.length === 0) return undefined;
  return channels.includes("system") ? "high" : channels.includes("page") ? "medium" : "low";
}

const placeOf = (ticket: Ticket, name: Name | undefined, scope: "project" | "queue" | "ticket") => (scope === "ticket" ? name : ticket[scope]);

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
