import { unique, type Json, type Person } from "../support/api.ts";
import type { Cast } from "../support/cast.ts";
import type { Tab } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";

const ABSENT = "01HZZZZZZZZZZZZZZZZZZZZZZZ";

const COLLISION = [
  "viewers:updated",
  "agent:joined",
  "agent:left",
  "agent:typing",
  "agent:stopped_typing",
  "collision:warning",
];

/** A second agent of the project. */
async function colleagueIn({ admin, project }: Cast): Promise<Person> {
  const colleague = await admin.hire(`Cleo Colleague ${unique()}`, ["agent"]);
  await admin.put(`/projects/${project.id}/members/${colleague.id}`);
  return colleague;
}

async function view(tab: Tab, ticketId: string): Promise<Json> {
  const ack = await tab.ask("ticket:view", { ticketId });
  expect(ack).toMatchObject({ ok: true });
  return ack;
}

const of = (person: Person) => (payload: Json) => payload.agentId === person.id;

const viewerIds = (payload: Json) => payload.viewers.map(({ agentId }: Json) => agentId);

const presenceIn = (tab: Tab) => tab.received.filter(({ name }) => COLLISION.includes(name));

test("two agents at one ticket see each other come, type, stop and go, and are warned", async ({ cast, open }) => {
  const { agent, sales, project } = cast;
  const colleague = await colleagueIn(cast);
  const ticket = await sales.createTicket({ projectId: project.id });
  const ticketId = ticket.id;
  const [mine, theirs] = [await open(agent), await open(colleague)];

  const alone = await view(mine, ticketId);
  expect(alone.viewers).toEqual([
    { agentId: agent.id, agentName: agent.name, status: "viewing", since: expect.stringMatching(/^\d{4}-.*Z$/) },
  ]);
  const together = await view(theirs, ticketId);
  expect(viewerIds(together), "who came first stands first").toEqual([agent.id, colleague.id]);
  expect(together.total).toBe(2);
  expect(await mine.until("agent:joined", of(colleague))).toEqual({
    ticketId,
    agentId: colleague.id,
    agentName: colleague.name,
  });
  for (const [tab, other] of [
    [mine, colleague],
    [theirs, agent],
  ] as const) {
    expect(await tab.until("collision:warning")).toEqual({
      ticketId,
      others: [{ agentId: other.id, agentName: other.name, status: "viewing" }],
    });
    expect(await tab.until("viewers:updated", ({ total }) => total === 2)).toMatchObject({ ticketId });
  }

  expect(await theirs.ask("ticket:typing", { ticketId })).toMatchObject({ ok: true });
  await mine.until("agent:typing", of(colleague));
  expect(await mine.ask("ticket:typing", { ticketId })).toMatchObject({ ok: true });
  for (const [tab, other] of [
    [mine, colleague],
    [theirs, agent],
  ] as const) {
    expect(await tab.until("collision:warning", ({ typing }) => typing === true)).toEqual({
      ticketId,
      others: [{ agentId: other.id, agentName: other.name, status: "typing" }],
      typing: true,
    });
  }

  expect(await theirs.ask("ticket:stop_typing", { ticketId })).toMatchObject({ ok: true });
  await mine.until("agent:stopped_typing", of(colleague));
  const beforeLeaving = mine.mark;
  expect(await theirs.ask("ticket:leave", { ticketId })).toMatchObject({ ok: true });
  await mine.until("agent:left", of(colleague));
  await mine.until("viewers:updated", (payload) => payload.total === 1 && viewerIds(payload)[0] === agent.id, beforeLeaving);

  const mark = theirs.mark;
  await mine.ask("ticket:stop_typing", { ticketId });
  await agent.comment(ticketId);
  const after = await theirs.everythingSince(mark, cast);
  expect(after.filter(({ name }) => COLLISION.includes(name) || name === "comment:added"), "who left hears no more").toEqual([]);
});

test("typing ends by itself after ten seconds", async ({ cast, open }) => {
  const { agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await view(tab, ticket.id);
  const began = Date.now();
  await tab.ask("ticket:typing", { ticketId: ticket.id });
  await tab.until("agent:typing", of(agent));
  const second = await open(agent);
  await second.join("ticket", ticket.id);
  expect((await second.until("viewers:updated")).viewers).toMatchObject([{ status: "typing" }]);
  await expect.poll(() => tab.received.some(({ name }) => name === "agent:stopped_typing"), { timeout: 20_000 }).toBe(true);
  expect(Date.now() - began).toBeGreaterThan(9_000);
});

test("an agent with two tabs is one viewer, who leaves a moment after the last is gone", async ({ cast, open }) => {
  const { agent, sales, project } = cast;
  const colleague = await colleagueIn(cast);
  const ticket = await sales.createTicket({ projectId: project.id });
  const watching = await open(colleague);
  await view(watching, ticket.id);
  const [first, second] = [await open(agent), await open(agent)];
  await view(first, ticket.id);
  expect((await view(second, ticket.id)).total).toBe(2);
  first.close();
  second.close();
  const gone = Date.now();
  const back = await open(agent);
  expect((await view(back, ticket.id)).total, "a reloaded page").toBe(2);
  expect(watching.received.filter(({ name }) => name === "agent:left")).toEqual([]);
  back.close();
  await watching.until("agent:left", of(agent));
  expect(Date.now() - gone).toBeGreaterThan(4_500);
  expect(watching.received.filter(({ name, payload }) => name === "agent:joined" && of(agent)(payload))).toHaveLength(1);
});

test("customers and sales cannot appear as viewers and never see staff view or type", async ({ cast, open }) => {
  const { admin, agent, sales, project } = cast;
  const customer = await admin.hire("Carl Customer", ["customer"]);
  await admin.put(`/projects/${project.id}/members/${customer.id}`);
  const staff = await open(agent);
  for (const outsider of [sales, customer]) {
    const ticket = await outsider.createTicket({ projectId: project.id });
    const tab = await open(outsider);
    for (const event of ["ticket:view", "ticket:typing"]) {
      expect(await tab.ask(event, { ticketId: ticket.id }), event).toMatchObject({ ok: false, error: { code: "forbidden" } });
    }
    expect(await tab.ask("presence:set", { availability: "busy" })).toMatchObject({ ok: false, error: { code: "forbidden" } });
    await tab.join("ticket", ticket.id);
    await view(staff, ticket.id);
    await staff.ask("ticket:typing", { ticketId: ticket.id });
    await staff.ask("ticket:leave", { ticketId: ticket.id });
    await staff.until("agent:typing", ({ ticketId }) => ticketId === ticket.id);
    await agent.comment(ticket.id);
    await tab.untilTicket("comment:added", ticket.id);
    expect(presenceIn(tab)).toEqual([]);
    expect(tab.received.filter(({ name }) => name === "presence:updated")).toEqual([]);
    expect((await view(staff, ticket.id)).total, "they never were viewers").toBe(1);
  }
});

test("viewing what is absent and what is invisible cannot be told apart", async ({ cast, open }) => {
  const { stranger, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(stranger);
  for (const event of ["ticket:view", "ticket:typing"]) {
    const absent = await tab.ask(event, { ticketId: ABSENT });
    expect(absent, event).toEqual({ ok: false, error: { code: "not_found", message: expect.any(String) } });
    expect(await tab.ask(event, { ticketId: ticket.id }), event).toEqual(absent);
    for (const payload of [undefined, null, {}, 7, { ticketId: 7 }, { ticketId: "" }]) {
      expect(await tab.ask(event, payload), JSON.stringify(payload)).toMatchObject({ ok: false, error: { code: "invalid" } });
    }
  }
  expect(presenceIn(tab)).toEqual([]);
});

test("who loses the project disappears at once and hears nothing more", async ({ cast, open }) => {
  const { admin, sales, project } = cast;
  const colleague = await colleagueIn(cast);
  const ticket = await sales.createTicket({ projectId: project.id });
  const [watching, losing] = [await open(admin), await open(colleague)];
  await view(watching, ticket.id);
  await view(losing, ticket.id);
  await admin.delete(`/projects/${project.id}/members/${colleague.id}`);
  await watching.until("agent:left", of(colleague));
  const mark = losing.mark;
  await watching.ask("ticket:typing", { ticketId: ticket.id });
  await watching.until("agent:typing", of(admin));
  expect(await losing.ask("ticket:view", { ticketId: ticket.id })).toMatchObject({ error: { code: "not_found" } });
  // That their queues are fewer now is theirs to know.
  expect(losing.since(mark).filter(({ name }) => name !== "user:queue_updated")).toEqual([]);
});

test("staff of a project see who of them is online, whether one may turn to them, and what they view", async ({ cast, open }) => {
  const { agent, sales, stranger, project } = cast;
  const colleague = await colleagueIn(cast);
  const ticket = await sales.createTicket({ projectId: project.id });
  const [mine, foreign, outside] = [await open(agent), await open(stranger), await open(sales)];
  const theirs = await open(colleague);
  const ours = ({ projectId }: Json) => projectId === project.id;
  const colleagueIs = (availability: string) => (payload: Json) =>
    ours(payload) && payload.online.some((one: Json) => one.userId === colleague.id && one.availability === availability);

  const both = await mine.until("presence:updated", colleagueIs("online"));
  expect(both).toEqual({
    projectId: project.id,
    total: 2,
    online: [
      { userId: agent.id, name: agent.name, availability: "online" },
      { userId: colleague.id, name: colleague.name, availability: "online" },
    ],
    viewing: [],
  });
  await theirs.until("presence:updated", (payload) => ours(payload) && payload.total === 2);

  expect(await theirs.ask("presence:set", { availability: "busy" })).toMatchObject({ ok: true });
  await mine.until("presence:updated", colleagueIs("busy"));
  expect(await theirs.ask("presence:set", { availability: "asleep" })).toMatchObject({ ok: false, error: { code: "invalid" } });

  await view(theirs, ticket.id);
  await mine.until(
    "presence:updated",
    (payload) => ours(payload) && payload.viewing.some((one: Json) => one.ticketId === ticket.id && one.userIds[0] === colleague.id),
  );
  const beforeLeaving = mine.mark;
  await theirs.ask("ticket:leave", { ticketId: ticket.id });
  await mine.until("presence:updated", (payload) => ours(payload) && payload.viewing.length === 0, beforeLeaving);

  const beforeClosing = mine.mark;
  theirs.close();
  await mine.until("presence:updated", (payload) => ours(payload) && payload.total === 1, beforeClosing);

  for (const tab of [foreign, outside]) {
    expect(tab.received.filter(({ name, payload }) => name === "presence:updated" && ours(payload))).toEqual([]);
  }
});

test("viewers and presence are told at most once a second however much happens", async ({ cast, open }) => {
  const { agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await view(tab, ticket.id);
  const arrivals: Record<string, number[]> = { "viewers:updated": [], "presence:updated": [] };
  const began = Date.now();
  tab.socket.onAny((name: string, payload: Json) => {
    if (name === "viewers:updated" || payload?.projectId === project.id) arrivals[name]?.push(Date.now());
  });
  for (let i = 0; i < 15; i++) {
    await tab.ask("ticket:typing", { ticketId: ticket.id });
    await tab.ask("presence:set", { availability: i % 2 === 0 ? "busy" : "away" });
    await tab.ask("ticket:stop_typing", { ticketId: ticket.id });
  }
  const last = tab.mark;
  // Not what was told at first: a state that is known already is not told again.
  await tab.ask("presence:set", { availability: "busy" });
  await tab.ask("ticket:typing", { ticketId: ticket.id });
  await tab.until("viewers:updated", ({ viewers }) => viewers[0]?.status === "typing", last);
  await tab.until(
    "presence:updated",
    ({ projectId, online }) =>
      projectId === project.id &&
      online.some((one: Json) => one.userId === agent.id && one.availability === "busy"),
  );
  const seconds = Math.ceil((Date.now() - began) / 1000);
  for (const [name, times] of Object.entries(arrivals)) {
    expect(times.length, `${name} within ${seconds} s`).toBeLessThanOrEqual(seconds + 1);
  }
  await tab.ask("presence:set", { availability: "online" });
});

test("presence carries no position: who comes back is sent the state, not the past", async ({ cast, open }) => {
  const { agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await view(tab, ticket.id);
  await tab.until("viewers:updated");
  const passing = presenceIn(tab).concat(tab.received.filter(({ name }) => name === "presence:updated"));
  for (const { name, payload } of passing) expect(payload, name).not.toHaveProperty("seq");
  expect(await agent.eventsAfter(0)).not.toContainEqual(expect.objectContaining({ type: "viewers:updated" }));
  const again = await open(agent);
  await again.join("ticket", ticket.id);
  expect(await again.until("viewers:updated")).toMatchObject({ ticketId: ticket.id, total: 1 });
  await again.until("presence:updated", ({ projectId }) => projectId === project.id);
});

test("an admin sees how much is viewed, and nobody else does", async ({ cast, open }) => {
  const { admin, agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await view(tab, ticket.id);
  await tab.ask("ticket:typing", { ticketId: ticket.id });
  const stats = await admin.get("/realtime/stats");
  expect(stats).toMatchObject({
    connections: expect.any(Number),
    users: expect.any(Number),
    rooms: expect.any(Number),
    messagesPerSecond: expect.any(Number),
    byTransport: { websocket: expect.any(Number), polling: expect.any(Number) },
  });
  expect(stats.byTransport.websocket).toBeGreaterThan(0);
  expect(stats.collision.tickets).toContainEqual({ ticketId: ticket.id, viewerCount: 1, typingCount: 1 });
  expect(stats.collision.activeTickets).toBe(stats.collision.tickets.length);
  expect((await agent.call("GET", "/realtime/stats")).status).toBe(403);
});
