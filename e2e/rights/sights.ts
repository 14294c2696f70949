import type { Json } from "../support/api.ts";
import { codeOf, type Stage } from "./stage.ts";
import { commandGrids } from "./table.mjs";
import type { Name } from "./world.ts";

/** What somebody does that others see at once, and nobody keeps. */
export type Sight =
  | { who: Name; does: "ticket:view" | "ticket:typing" | "ticket:leave"; ticket: Name }
  | { who: Name; does: "presence:set"; availability: string };

/** Somebody does it, and everybody sees it who must by the table; that nobody else does is the stage's affair. */
export async function see(stage: Stage, sight: Sight): Promise<string[]> {
  const { hand, world } = stage;
  const { who, does } = sight;
  if (!stage.tabs.has(who) || ("ticket" in sight && !hand.has(sight.ticket))) return [];
  const marks = new Map([...stage.tabs].map(([name, tab]) => [name, tab.mark]));
  const payload = "ticket" in sight ? { ticketId: hand.id(sight.ticket) } : { availability: sight.availability };
  const [expected, event] = "ticket" in sight ? atTicket(stage, sight) : [answer(stage, does, who), undefined];
  const answered = codeOf(await stage.tab(who).ask(does, payload));
  if (answered !== expected) return [`${who} asks ${JSON.stringify(sight)}: ${expected} by the table, ${answered} by the desk`];
  if (answered !== "ok") return [];
  const id = hand.id(who);
  if ("availability" in sight) {
    const before = world.availability.get(who);
    world.availability.set(who, sight.availability);
    // Only what is new is told, and of the first one here nobody knows whether it is.
    if (before === undefined || before === sight.availability) return [];
    const rooms = [...(world.stands.get(who) ?? [])].filter((room) => room.startsWith("project:"));
    return (await Promise.all(rooms.map((room) => {
      const project = hand.id(room.slice("project:".length));
      const accepts = ({ projectId, online }: Json) =>
        projectId === project && online.some((one: Json) => one.userId === id && one.availability === sight.availability);
      return heard(stage, "presence:updated", standing(stage, room), accepts, marks);
    }))).flat();
  }
  stage.viewed(sight);
  if (!event) return [];
  const told = world.audience({ event, about: sight.ticket, ticket: sight.ticket });
  return heard(stage, event, told, ({ ticketId, agentId }) => ticketId === hand.id(sight.ticket) && agentId === id, marks);
}

function answer({ world }: Stage, does: string, who: Name, ticket?: Name): string {
  const grid = commandGrids[does];
  if (!grid) return "ok";
  if (ticket !== undefined && !world.tickets.has(ticket)) return "not_found";
  return world.cell(grid, who, ticket === undefined ? {} : world.placeOf(ticket));
}

/** What the desk answers, and what it tells, if that is certain. */
function atTicket(stage: Stage, { who, does, ticket }: Extract<Sight, { ticket: Name }>): [string, string | undefined] {
  const { world } = stage;
  const views = world.viewersOf(ticket).has(who);
  // Whether one who lost it is still awaited is a matter of moments.
  const certain = !world.dropped.has(`${who} ${ticket}`);
  const expected = answer(stage, does, who, ticket);
  if (!certain) return [expected, undefined];
  switch (does) {
    case "ticket:view":
      return [expected, views ? undefined : "agent:joined"];
    case "ticket:typing":
      return [expected, views && !stage.types(who, ticket) ? "agent:typing" : undefined];
    case "ticket:leave":
      return [expected, views ? "agent:left" : undefined];
  }
}

async function heard(
  stage: Stage,
  event: string,
  who: Name[],
  accepts: (payload: Json) => boolean,
  marks: Map<Name, number>,
): Promise<string[]> {
  const missing = await Promise.all(
    who.map((name) =>
      stage.tab(name).until(event, accepts, marks.get(name)).then(
        () => [],
        () => [`${name} does not hear ${event}, which the table gives them`],
      ),
    ),
  );
  return missing.flat();
}

/** Who stands in a room. */
const standing = (stage: Stage, room: string): Name[] =>
  [...stage.world.stands].filter(([, rooms]) => rooms.has(room)).map(([name]) => name);
