import type { Json, Person } from "../support/api.ts";
import { somethingFor, type Cast } from "../support/cast.ts";
import { LossyWire } from "../support/lossy-wire.ts";
import type { Tab, Transport } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";
import { Traveller, type Return } from "../support/traveller.ts";

// Two agents at one ticket, each with several connections over a wire that loses them all the time.

const SECONDS = Number(process.env.LOSSY_SECONDS ?? 20);
const SEED = Number(process.env.LOSSY_SEED ?? Date.now() % 1_000_000);

/** Milliseconds between two changes. */
const PACE = 60;

/** So long before the end nobody types any more: typing ends by itself ten seconds after the desk heard of it, on a slow wire later. */
const TYPING = 8;

/** Once the wire is sound, nobody may need longer to be where they belong. */
const WITHIN = { timeout: 10_000 };

/** The colleague's end is seen at once; that a client will not poll again shows by the heartbeat alone. */
const CONNECTIONS: { who: "agent" | "colleague"; transport: Transport; by: Return }[] = [
  { who: "agent", transport: "polling only", by: "by pid and offset" },
  { who: "agent", transport: "polling only", by: "by resume" },
  { who: "agent", transport: "polling, then the upgrade", by: "by pid and offset" },
  { who: "colleague", transport: "websocket only", by: "by pid and offset" },
  { who: "colleague", transport: "websocket only", by: "by resume" },
];

test.describe.configure({ timeout: (SECONDS + 120) * 1_000 });

test("nothing is lost, doubled or out of order on a wire that drops, delays and cuts, and presence is right soon after", async ({
  cast,
  desk,
  open,
  prepare,
}) => {
  const { admin, agent, sales, project, queue, team } = cast;
  const colleague = await admin.hire("Bob Backagain", ["agent"]);
  await Promise.all([
    admin.put(`/projects/${project.id}/members/${colleague.id}`),
    admin.put(`/teams/${team.id}/members/${colleague.id}`),
  ]);
  const people = { agent, colleague };
  const ticket = await admin.createTicket({ projectId: project.id, queueId: queue.id, reporterId: sales.id });
  const observer = await open(admin);
  await observer.join("ticket", ticket.id);
  await observer.join("project", project.id);
  const rooms = [
    { event: "join_ticket", payload: { id: ticket.id } },
    { event: "join_queue", payload: { id: queue.id } },
    { event: "timeline:subscribe", payload: { entityType: "ticket", entityId: ticket.id } },
  ];
  const sound = { agent: await open(agent), colleague: await open(colleague) };
  for (const tab of Object.values(sound)) {
    for (const { event, payload } of rooms) expect(await tab.ask(event, payload)).toMatchObject({ ok: true });
  }
  const start = await admin.eventsHead();

  const wire = await LossyWire.to(desk, SEED);
  try {
    const asks = [{ event: "ticket:view", payload: { ticketId: ticket.id } }, ...rooms.slice(1)];
    const travellers = await Promise.all(
      CONNECTIONS.map(async ({ who, transport, by }) => {
        const tab = await prepare(people[who], { transport, reconnection: true, through: wire });
        return { who, traveller: new Traveller(tab, by, asks, start) };
      }),
    );
    const tabsOf = (who: string) => travellers.filter((one) => one.who === who).map(({ traveller }) => traveller.tab);
    for (const { traveller } of travellers) traveller.tab.socket.connect();
    const typing = setInterval(() => {
      const { tab } = wire.chance.one(travellers).traveller;
      if (tab.socket.connected) tab.socket.emit("ticket:typing", { ticketId: ticket.id });
    }, 400);
    setTimeout(() => clearInterval(typing), (SECONDS - TYPING) * 1_000);
    await changeSteadily(cast, ticket, colleague, wire);

    await test.step("presence is right within 10 s after the wire resets its links", async () => {
      wire.calm();
      const both = { viewers: [agent, colleague], online: [admin, agent, colleague] };
      await Promise.all([observer, ...tabsOf("agent"), ...tabsOf("colleague")].map((tab) => presenceIs(tab, cast, ticket, both)));
    });

    await test.step("each has exactly the events of the feed", async () => {
      const settled = () => travellers.filter(({ traveller }) => !traveller.isSettled).map(({ traveller }) => traveller.name);
      await expect.poll(settled, WITHIN).toEqual([]);
      await somethingFor(agent, cast);
      await somethingFor(colleague, cast);
      for (const who of ["agent", "colleague"] as const) {
        const reference = sound[who];
        const feed = await untilComplete(people[who], reference, ticket, start);
        for (const { traveller } of travellers.filter((one) => one.who === who)) {
          const missed = () => feed.filter(({ id }) => !traveller.heard(id)).map(({ seq, type }) => `${seq} ${type} is missing`);
          await expect
            .poll(() => [...missed(), ...traveller.faults], { message: traveller.name, ...WITHIN })
            .toEqual([])
            .catch((failure: unknown) => {
              console.error(traveller.history.join("\n"));
              throw failure;
            });
          expect(traveller.ids, traveller.name).toEqual(feed.map(({ id }) => id));
          expect(traveller.names(), `names heard by ${traveller.name}`).toEqual(
            durable(reference, start)
              .filter(({ payload }) => !traveller.boundaries.has(payload.seq))
              .map(({ name, payload }) => `${payload.seq} ${name}`),
          );
        }
      }
    });

    await test.step("and whoever does not come back is missed by presence too", async () => {
      for (const tab of tabsOf("colleague")) tab.socket.io.reconnection(false);
      sound.colleague.close();
      wire.calm();
      const left = { viewers: [agent], online: [admin, agent] };
      await Promise.all([observer, ...tabsOf("agent")].map((tab) => presenceIs(tab, cast, ticket, left)));
    });
    for (const { traveller } of travellers) expect(traveller.returns.broken, `${traveller.name} was cut off`).toBeGreaterThan(0);
  } catch (failure) {
    console.error(`The seed of the wire: LOSSY_SEED=${SEED}`);
    throw failure;
  } finally {
    await wire.dispose();
  }
});

/** What happens at the desk, by those whose own connections are sound. */
async function changeSteadily(cast: Cast, ticket: Json, colleague: Person, { chance }: LossyWire): Promise<void> {
  const { admin, agent, sales, project, queue } = cast;
  const statuses = ["open", "in_progress", "waiting", "resolved"];
  const priorities = ["low", "medium", "high", "urgent"];
  const changes: (() => Promise<Json>)[] = [
    () => sales.comment(ticket.id),
    () => admin.comment(ticket.id),
    () => admin.comment(ticket.id, true),
    () => admin.attach(ticket.id),
    () => admin.patchTicket(ticket.id, { status: chance.one(statuses), priority: chance.one(priorities) }),
    () => admin.patchTicket(ticket.id, { assigneeId: chance.one([agent, colleague]).id, status: chance.one(statuses) }),
    () => sales.createTicket({ projectId: project.id }),
    () => admin.createTicket({ projectId: project.id, queueId: queue.id, assigneeId: chance.one([agent, colleague]).id }),
  ];
  const end = Date.now() + SECONDS * 1_000;
  for (let next = Date.now(); next < end; next += PACE) {
    await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
    await chance.one(changes)();
  }
}

const durable = (tab: Tab, after: number) => tab.received.filter(({ payload }) => payload?.seq > after);

/** The person's feed, as soon as their sound connection has heard all of it. */
async function untilComplete(person: Person, reference: Tab, ticket: Json, start: number): Promise<Json[]> {
  // The feed stands in rooms of timelines to which nobody has subscribed.
  const isHeard = ({ type, entityId }: Json) => !type.startsWith("timeline:") || entityId === ticket.id;
  const feed = async () => (await person.eventsAfter(start)).filter(isHeard);
  const heard = () => [...new Set(durable(reference, start).map(({ payload }) => payload.id as string))];
  await expect.poll(async () => heard().length - (await feed()).length, WITHIN).toBe(0);
  expect(heard(), "heard on a sound wire").toEqual((await feed()).map(({ id }) => id));
  return feed();
}

interface Presence {
  viewers: Person[];
  online: Person[];
}

/** What a tab was told last of who views the ticket, and of who is online in its project. */
async function presenceIs(tab: Tab, { project }: Cast, ticket: Json, { viewers, online }: Presence): Promise<void> {
  const last = (name: string, accepts: (payload: Json) => boolean): Json =>
    tab.received.findLast((one) => one.name === name && accepts(one.payload))?.payload;
  const ids = (people: Person[]) => people.map(({ id }) => id).sort();
  await expect
    .poll(
      () => {
        const seen = last("viewers:updated", ({ ticketId }) => ticketId === ticket.id);
        const there = last("presence:updated", ({ projectId }) => projectId === project.id);
        return {
          viewers: seen?.viewers.map(({ agentId, status }: Json) => `${agentId} ${status}`).sort(),
          online: there?.online.map(({ userId }: Json) => userId).sort(),
          viewing: there?.viewing.map(({ ticketId, userIds }: Json) => [ticketId, [...userIds].sort()]),
        };
      },
      { message: `presence as told to ${tab.person.name}`, ...WITHIN },
    )
    .toEqual({
      viewers: ids(viewers).map((id) => `${id} viewing`),
      online: ids(online),
      viewing: [[ticket.id, ids(viewers)]],
    });
}
