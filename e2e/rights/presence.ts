import { unique, type Json } from "../support/api.ts";
import { Tab } from "../support/tab.ts";
import type { Stage } from "./stage.ts";
import type { Name } from "./world.ts";

/** An ephemeral event: who must have heard of it comes from the table, and that nobody else has is the stage's affair. */
interface Sight {
  event: string;
  accepts: (payload: Json) => boolean;
  who: Name[];
}

/**
 * Two of the staff, the first of them in the project's room, come to a ticket, type, cease to and go, and a queue's counts change. Everybody in the ticket's room
 * who works on it sees it, the two of them are warned of each other, and whoever stands in the queue hears its counts.
 */
export async function everybodySees(stage: Stage, ticket: Name, [one, other]: [Name, Name], round: number): Promise<string[]> {
  const { hand, world } = stage;
  const ticketId = hand.id(ticket);
  const [first, second] = [stage.tab(one), stage.tab(other)];
  const marks = new Map([...stage.tabs].map(([name, tab]) => [name, tab.mark]));
  const ask = async (tab: Tab, event: string) => {
    const ack = await tab.ask(event, { ticketId });
    if (!ack.ok) throw new Error(`${event} was refused: ${JSON.stringify(ack)}`);
  };
  for (const event of ["ticket:view", "ticket:typing"]) {
    await ask(first, event);
    await ask(second, event);
  }
  for (const who of [one, other]) stage.viewed({ who, does: "ticket:view", ticket });
  const present = world.audience({ event: "agent:joined", about: ticket, ticket });
  const byOther = (payload: Json) => payload.ticketId === ticketId && payload.agentId === hand.id(other);
  await ask(second, "ticket:stop_typing");
  const seen: Sight[] = ["agent:joined", "agent:typing", "agent:stopped_typing"].map((event) => ({ event, accepts: byOther, who: present }));
  const both = ({ ticketId: of, total }: Json) => of === ticketId && total >= 2;
  seen.push({ event: "viewers:updated", accepts: both, who: present });
  seen.push({ event: "collision:warning", accepts: (payload) => payload.ticketId === ticketId, who: [one, other] });

  await first.ask("presence:set", { availability: "away" });
  const away = ({ projectId, online }: Json) =>
    projectId === hand.id("project1") && online.some((it: Json) => it.userId === hand.id(one) && it.availability === "away");
  seen.push({ event: "presence:updated", accepts: away, who: standing(stage, "project:project1") });

  const made = `counted ${round} ${unique()}`;
  // No other ticket of the queue is of high priority: the counts differ from any that were told before.
  await stage.act({ call: "create", by: one, ticket: made, project: "project1", queue: "queue1", priority: "high" });
  const queue = (payload: Json) => payload.queueId === hand.id("queue1");
  seen.push({ event: "queue:metrics_updated", accepts: queue, who: standing(stage, "queue:queue1") });

  const wrong = await Promise.all(
    seen.flatMap(({ event, accepts, who }) =>
      who.map((name) =>
        stage.tab(name).until(event, accepts, marks.get(name)).then(
          () => [],
          () => [`${name} does not hear ${event} of ${ticket}, which the table gives them`],
        ),
      ),
    ),
  );
  // Only those two are at it; others in the room are not warned.
  for (const [name, tab] of stage.tabs) {
    const warned = tab.since(marks.get(name) ?? 0).some((it) => it.name === "collision:warning" && it.payload.ticketId === ticketId);
    if (warned && name !== one && name !== other) wrong.push([`${name} hears collision:warning of ${ticket}, where they are not`]);
  }
  const back = new Map([...stage.tabs].map(([name, tab]) => [name, tab.mark]));
  await first.ask("presence:set", { availability: "online" });
  await ask(second, "ticket:leave");
  stage.viewed({ who: other, does: "ticket:leave", ticket });
  const left = world.audience({ event: "agent:left", about: ticket, ticket });
  wrong.push(
    ...(await Promise.all(
      left.map((name) =>
        stage.tab(name).until("agent:left", byOther, back.get(name)).then(
          () => [],
          () => [`${name} does not hear agent:left of ${ticket}, which the table gives them`],
        ),
      ),
    )),
  );
  await ask(first, "ticket:leave");
  stage.viewed({ who: one, does: "ticket:leave", ticket });
  return wrong.flat();
}

const standing = (stage: Stage, room: string): Name[] =>
  [...stage.world.stands].filter(([, rooms]) => rooms.has(room)).map(([name]) => name);
