import type { Json, Person } from "../support/api.ts";
import { castOf, hirePeople, type Cast } from "../support/cast.ts";
import { Desk } from "../support/desk.ts";
import { Polling } from "../support/polling.ts";
import { expect, test } from "../support/test.ts";
import { TRANSPORTS, type Tab } from "../support/tab.ts";

// Going away and coming back, on a desk of its own.
test.describe.configure({ mode: "default" });

let desk: Desk;
let cast: Cast;

test.beforeAll(async () => {
  desk = await Desk.start();
  cast = await castOf(await hirePeople(desk));
});
test.afterAll(() => desk?.dispose());

/** A ticket in the queue of a team, and one of the team who hears of it in its room alone. */
async function ofTheTeam(name: string, { admin, project, queue, team }: Cast): Promise<{ colleague: Person; ticket: Json }> {
  const colleague = await admin.hire(name, ["agent"]);
  await admin.put(`/teams/${team.id}/members/${colleague.id}`);
  return { colleague, ticket: await admin.createTicket({ projectId: project.id, queueId: queue.id }) };
}

/** Breaks a connection as a network does that goes away: the client did not mean it, and returns once it has happened. */
async function away(tab: Tab, happening: () => Promise<void>): Promise<void> {
  const cut = tab.once("disconnect");
  const back = tab.once("connect");
  tab.socket.io.engine.close();
  await cut;
  await happening();
  await back;
}

const names = (tab: Tab, ticketId: string, from = 0) =>
  tab
    .since(from)
    .filter(({ payload }) => payload?.ticket?.id === ticketId)
    .map(({ name }) => name);

test("clients of every transport come back by themselves when the server has restarted, and live on", async ({ prepare }) => {
  const { sales, admin, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tabs = await Promise.all(TRANSPORTS.map((transport) => prepare(sales, { transport, reconnection: true })));
  for (const tab of tabs) tab.socket.connect();
  await Promise.all(tabs.map((tab) => tab.until("authenticated")));

  const cuts = tabs.map((tab) => tab.once("disconnect"));
  await desk.stop();
  for (const [reason] of await Promise.all(cuts)) {
    // Not a DISCONNECT of the server's, after which the official client would stay away.
    expect(reason).toMatch(/^transport (close|error)$/);
  }
  for (const tab of tabs) {
    const announced = tab.received.find(({ name }) => name === "server:restarting");
    expect(announced?.payload, "said before").toMatchObject({ in: expect.any(Number) });
  }
  const marks = tabs.map((tab) => tab.mark);
  const backs = tabs.map((tab) => tab.once("connect"));
  await desk.start();
  await Promise.all(backs);
  await Promise.all(tabs.map((tab, i) => tab.until("authenticated", () => true, marks[i])));

  await admin.patchTicket(ticket.id, { status: "in_progress" });
  for (const tab of tabs) {
    await tab.untilTicket("ticket:status_changed", ticket.id);
    await tab.untilTold(`Ticket ${ticket.number} status changed to In Progress`);
    expect(names(tab, ticket.id)).toEqual(expect.arrayContaining(["ticket:status_changed"]));
    expect(names(tab, ticket.id).filter((name) => name === "ticket:status_changed")).toHaveLength(1);
  }
});

test("a client that resumes gets what it missed, once and in order, before the acknowledgement", async ({ open }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const first = await open(sales);
  await first.join("ticket", ticket.id);
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  await first.untilTold(`Ticket ${ticket.number} status changed to In Progress`);
  const lastSeen: number = Math.max(...first.received.map(({ payload }) => payload.seq ?? 0));
  first.close();

  await agent.patchTicket(ticket.id, { priority: "high" });
  await agent.comment(ticket.id);
  await agent.comment(ticket.id, true);
  await agent.patchTicket(ticket.id, { status: "waiting" });
  await expect
    .poll(async () => (await sales.eventsAfter(lastSeen)).some(({ type }) => type === "ticket:status_changed"))
    .toBe(true);

  const second = await open(sales);
  await second.join("ticket", ticket.id);
  const ack = await second.ask("resume", { after: lastSeen });
  expect(ack).toMatchObject({ ok: true, cursor: expect.any(Number) });
  expect(second.durableIds()).toEqual((await sales.eventsWithoutTimelines(lastSeen)).map(({ id }: Json) => id));
  const mark = second.mark;
  expect(await second.ask("resume", { after: ack.cursor })).toMatchObject({ ok: true });
  expect(second.since(mark), "nothing again").toEqual([]);
});

test("a position in CONNECT brings what was missed in the automatic rooms before anything live", async ({ open }) => {
  const { sales, agent, project } = cast;
  const after = await sales.eventsHead();
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "resolved" });
  await expect.poll(async () => (await sales.eventsAfter(after)).some(({ type }) => type === "notification")).toBe(true);
  const tab = await open(sales, { auth: { after } });
  await tab.untilTold(`Ticket ${ticket.number} status changed to Resolved`);
  expect(tab.durableIds()).toEqual((await sales.eventsWithoutTimelines(after)).map(({ id }: Json) => id));
});

test("a dropped connection is recovered with all that was missed, and a resume then sends nothing again", async ({ prepare }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await prepare(sales, { reconnection: true });
  tab.socket.connect();
  await tab.until("authenticated");
  await tab.join("ticket", ticket.id);
  const start: number = (await tab.until("authenticated")).cursor;
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  await tab.untilTold(`Ticket ${ticket.number} status changed to In Progress`);

  await away(tab, async () => {
    await agent.comment(ticket.id);
    await agent.patchTicket(ticket.id, { priority: "urgent" });
  });
  expect(tab.socket.recovered).toBe(true);
  await tab.untilTold(`URGENT: Ticket ${ticket.number} marked as urgent!`);
  const expected = (await sales.eventsWithoutTimelines(start)).map(({ id }: Json) => id);
  await expect.poll(() => tab.durableIds()).toEqual(expected);
  const mark = tab.mark;
  expect(await tab.ask("resume", { after: start })).toMatchObject({ ok: true });
  expect(tab.since(mark).filter(({ payload }) => payload?.seq !== undefined)).toEqual([]);
});

test("a connection that drops after a resume is recovered without a repeat and without a gap", async ({ prepare }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const start = await sales.eventsHead();
  await agent.comment(ticket.id);
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  const tab = await prepare(sales, { reconnection: true });
  tab.socket.connect();
  await tab.until("authenticated");
  await tab.join("ticket", ticket.id);
  // Heard live before the resume, which brings what is older.
  await agent.patchTicket(ticket.id, { status: "waiting" });
  await tab.untilTold(`Ticket ${ticket.number} status changed to Waiting`);
  expect(await tab.ask("resume", { after: start })).toMatchObject({ ok: true });

  await away(tab, async () => {
    await agent.patchTicket(ticket.id, { priority: "high" });
  });
  expect(tab.socket.recovered).toBe(true);
  await agent.patchTicket(ticket.id, { status: "resolved" });
  await tab.untilTold(`Ticket ${ticket.number} status changed to Resolved`);
  const received = tab.received
    .filter(({ payload }) => payload?.seq !== undefined)
    .map(({ name, payload }) => `${payload.id} ${name}`);
  expect(received.filter((one, i) => received.indexOf(one) !== i), "came twice").toEqual([]);
  expect([...tab.durableIds()].sort()).toEqual((await sales.eventsWithoutTimelines(start)).map(({ id }: Json) => id).sort());
});

test("somebody else who knows a session's secret does not go on in it", async ({ open, prepare }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const owner = await prepare(agent, { reconnection: false });
  owner.socket.connect();
  await owner.until("authenticated");
  await owner.join("ticket", ticket.id);
  const { _pid: pid, _lastOffset: offset } = owner.socket as unknown as { _pid: string; _lastOffset: string };
  expect(pid).toEqual(expect.any(String));
  owner.socket.io.engine.close();
  await agent.comment(ticket.id, true);

  const thief = await open(sales, { auth: { pid, offset } });
  expect(thief.socket.recovered).toBeFalsy();
  await agent.comment(ticket.id, true);
  await thief.everythingSince(thief.mark, cast);
  expect(thief.received.filter(({ name }) => name.startsWith("comment:"))).toEqual([]);
});

test("whoever may no longer read a ticket leaves its room at once, and is not put back by a recovery", async ({ prepare }) => {
  const { sales, agent, admin, project } = cast;
  const ticket = await admin.createTicket({ projectId: project.id });
  await admin.put(`/tickets/${ticket.id}/followers/${sales.id}`);
  const tab = await prepare(sales, { reconnection: true });
  tab.socket.connect();
  await tab.until("authenticated");
  await tab.join("ticket", ticket.id);
  await away(tab, async () => {
    await admin.call("DELETE", `/tickets/${ticket.id}/followers/${sales.id}`);
    await agent.comment(ticket.id);
  });
  expect(await tab.ask("join_ticket", { id: ticket.id })).toMatchObject({ ok: false, error: { code: "not_found" } });
  await agent.comment(ticket.id);
  const mark = tab.mark;
  expect((await tab.everythingSince(mark, cast)).map(({ name }) => name)).toEqual([]);
  expect(tab.received.filter(({ name }) => name === "comment:added")).toEqual([]);
});

test("what a resume sent into a connection that was already broken comes with the recovery", async ({ prepare }) => {
  const { sales, agent, project } = cast;
  const start = await sales.eventsHead();
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  const told = `Ticket ${ticket.number} status changed to In Progress`;
  await expect
    .poll(async () => (await sales.eventsAfter(start)).some(({ message }) => message === told))
    .toBe(true);
  const tab = await prepare(sales, { reconnection: true });
  tab.socket.connect();
  await tab.until("authenticated");

  const cut = tab.once("disconnect");
  const back = tab.once("connect");
  const { engine } = tab.socket.io;
  const sent = tab.socket.emitWithAck("resume", { after: start }).catch(() => undefined);
  // From now on nothing that the desk sends is taken note of, to the acknowledgement. Who breaks off
  // in the midst of a replay is not recovered.
  const wire = (engine as unknown as { transport: { ws: { onmessage: unknown } } }).transport.ws;
  const acknowledged = new Promise<void>((resolve) => {
    wire.onmessage = ({ data }: MessageEvent) => {
      if (String(data).startsWith("43")) resolve();
    };
  });
  await acknowledged;
  engine.close();
  await cut;
  await back;
  expect(tab.socket.recovered).toBe(true);
  await tab.untilTold(told);
  // The feed stands in rooms of timelines too, to which the tab has not subscribed.
  const missed = await sales.eventsWithoutTimelines(start);
  expect([...tab.durableIds()].sort()).toEqual(missed.map(({ id }: Json) => id).sort());
  void sent;
});

test("who was cut off between the names of one change, and is not recovered, is told to read anew", async ({ prepare }) => {
  const { agent, sales, project } = cast;
  await sales.createTicket({ projectId: project.id });
  const head = await agent.eventsHead();
  for (const [offset, reset] of [
    [`${head}`, undefined],
    [`${head}.1`, true],
  ] as const) {
    const tab = await prepare(agent, { auth: { pid: "no longer known", offset } });
    tab.socket.connect();
    expect((await tab.until("authenticated")).reset, offset).toBe(reset);
  }
});

test("who stood in a ticket's room alone and was away when it was deleted is told so when it comes back", async ({ prepare }) => {
  const { admin, project, queue } = cast;
  const { colleague, ticket } = await ofTheTeam("Tina Teamonly", cast);
  const tab = await prepare(colleague, { reconnection: true });
  tab.socket.connect();
  await tab.until("authenticated");
  await tab.join("ticket", ticket.id);
  await away(tab, async () => {
    await admin.delete(`/tickets/${ticket.id}`);
  });
  expect(tab.socket.recovered).toBe(true);
  await tab.untilTicket("ticket:deleted", ticket.id);
  const other = await admin.createTicket({ projectId: project.id, queueId: queue.id });
  await tab.join("ticket", other.id);
  await admin.comment(other.id);
  await tab.untilTicket("comment:added", other.id);
  expect(names(tab, ticket.id), "once").toEqual(["ticket:deleted"]);
});

test.describe("while a client catches up", () => {
  let narrow: Desk;
  let there: Cast;

  test.beforeAll(async () => {
    narrow = await Desk.start({ env: { MAX_OUTBOUND_QUEUE: "32KB" } });
    there = await castOf(await hirePeople(narrow));
  });
  test.afterAll(() => narrow?.dispose());

  const COMMENTS = 40;

  /** One of the team who is amid a replay of so many comments and takes no more of them, so that it has to wait. */
  async function catchingUp(name: string) {
    const { colleague, ticket } = await ofTheTeam(name, there);
    const after = await there.admin.eventsHead();
    for (let i = 0; i < COMMENTS; i++) await there.admin.comment(ticket.id);
    const client = await Polling.connect(colleague);
    expect(await client.answer(await client.send("join_ticket", { id: ticket.id }))).toMatchObject({ ok: true });
    const resumed = await client.send("resume", { after });
    await client.until("comment:added");
    const heard = () => client.received.filter(({ payload }) => payload?.ticket?.id === ticket.id).map(({ name }) => name);
    return { colleague, ticket, client, resumed, heard };
  }

  test("a deletion reaches it after what was before, once", async () => {
    const { ticket, client, resumed, heard } = await catchingUp("Carl Catchingup");
    const head = await there.admin.eventsHead();
    await there.admin.delete(`/tickets/${ticket.id}`);
    await delivered(head);
    expect(await client.answer(resumed)).toMatchObject({ ok: true });
    expect(heard().filter((name) => name === "comment:added"), "all").toHaveLength(COMMENTS);
    expect(heard().filter((name) => name === "ticket:deleted"), "once").toHaveLength(1);
    expect(heard().at(-1), "in order").toBe("ticket:deleted");
  });

  test("a right that it loses ends what it is told, and nothing later reaches it", async () => {
    const { colleague, ticket, client, resumed, heard } = await catchingUp("Lars Losingit");
    const head = await there.admin.eventsHead();
    await there.admin.delete(`/teams/${there.team.id}/members/${colleague.id}`);
    await there.admin.patchTicket(ticket.id, { status: "resolved" });
    await delivered(head);
    expect(await client.answer(resumed)).toMatchObject({ ok: true });
    expect(heard(), "not after the loss").not.toContain("ticket:status_changed");
    expect(heard().filter((name) => name === "comment:added").length, "not all of what was before").toBeLessThan(COMMENTS);
    await there.admin.delete(`/tickets/${ticket.id}`);
    expect(await client.answer(await client.send("join_ticket", { id: ticket.id }))).toMatchObject({ ok: false });
    expect(heard()).not.toContain("ticket:deleted");
  });

  /** Returns when the desk has delivered something that came after `head`. */
  const delivered = (head: number) => expect.poll(async () => (await there.admin.eventsAfter(head)).length).toBeGreaterThan(0);
});
