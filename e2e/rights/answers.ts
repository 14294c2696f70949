import type { Json } from "../support/api.ts";
import { commandGrids, commands } from "./table.mjs";
import { codeOf, type Stage } from "./stage.ts";
import { TICKETS } from "./company.ts";
import type { Name, Room } from "./world.ts";

/** Every room that a command joins. */
export const ROOMS: Room[] = [
  "team:team1",
  "project:project1",
  "queue:queue1",
  "timeline:client:c1",
  ...TICKETS.flatMap((ticket) => [`ticket:${ticket}`, `timeline:ticket:${ticket}`]),
];

/** Everybody asks for every room, and stands in those that they are given. Returns what the table answers otherwise. */
export async function everybodyJoins(stage: Stage): Promise<string[]> {
  const wrong = await Promise.all(
    [...stage.tabs.keys()].map(async (name) => {
      const found: string[] = [];
      for (const room of ROOMS) found.push(...(await stage.join(name, room)));
      return found;
    }),
  );
  return wrong.flat();
}

const ABSENT = "01HZZZZZZZZZZZZZZZZZZZZZZZ";

/** Everybody sends every command that joins no room for good. */
export async function everybodyCommands(stage: Stage, ticket: Name): Promise<string[]> {
  const wrong = await Promise.all([...stage.tabs.keys()].map((name) => commandsOf(stage, name, ticket)));
  return wrong.flat();
}

async function commandsOf(stage: Stage, name: Name, ticket: Name): Promise<string[]> {
  const { hand, world } = stage;
  const tab = stage.tab(name);
  const place = world.placeOf(ticket);
  const ticketId = hand.id(ticket);
  const wrong: string[] = [];
  const judge = (event: string, ack: Json, expected: string) => {
    if (codeOf(ack) !== expected) wrong.push(`${name} sends ${event}: ${expected} by the table, ${codeOf(ack)} by the desk`);
  };
  const byGrid = (event: string) => {
    const grid = commandGrids[event];
    if (!grid) throw new Error(`The table has no grid for ${event}`);
    return world.cell(grid, name, place);
  };
  const stood = world.stands.get(name)?.has(`ticket:${ticket}`) === true;
  for (const event of ["ticket:typing", "ticket:view"]) {
    const ack = await tab.ask(event, { ticketId });
    judge(event, ack, byGrid(event));
    // Who types is a viewer, too.
    if (ack.ok) stage.viewed({ who: name, does: "ticket:view", ticket });
    const absent = await tab.ask(event, { ticketId: ABSENT });
    judge(`${event} of what is not there`, absent, "not_found");
    if (codeOf(ack) === "not_found" && ack.error.message !== absent.error.message) {
      wrong.push(`${name} can tell from ${event} that a ticket is there`);
    }
  }
  judge("presence:set", await tab.ask("presence:set", { availability: "busy" }), byGrid("presence:set"));
  for (const event of ["ticket:stop_typing", "ticket:leave"]) judge(event, await tab.ask(event, { ticketId }), "ok");
  judge("authenticate", await tab.ask("authenticate", { token: hand.person(name).token }), "ok");
  judge("resume", await tab.ask("resume", { after: await hand.person(name).eventsHead() }), "ok");
  judge("ping_latency", await tab.ask("ping_latency"), "ok");
  judge("make:coffee", await tab.ask("make:coffee"), "invalid");
  for (const kind of ["team", "project", "queue", "ticket"]) judge(`leave_${kind}`, await tab.ask(`leave_${kind}`, { id: ABSENT }), "ok");
  judge("timeline:unsubscribe", await tab.ask("timeline:unsubscribe", { entityType: "client", entityId: ABSENT }), "ok");
  stage.viewed({ who: name, does: "ticket:leave", ticket });
  if (stood) wrong.push(...(await stage.join(name, `ticket:${ticket}`)));
  return wrong;
}

/** Every command with what it may be sent with by somebody who knows of nothing. */
export const SENT: Record<string, unknown> = {
  ...Object.fromEntries(Object.keys(commands).map((event) => [event, { id: ABSENT, ticketId: ABSENT, entityType: "client", entityId: ABSENT }])),
  resume: { after: 0 },
  "presence:set": { availability: "busy" },
};
