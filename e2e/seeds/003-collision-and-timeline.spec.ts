import { secret, unique, type Json, type Person } from "../support/api.ts";
import type { Cast } from "../support/cast.ts";
import type { Tab } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";

async function colleagueIn({ admin, project }: Cast): Promise<Person> {
  const colleague = await admin.hire(`Cora ${unique()}`, ["agent"]);
  await admin.put(`/projects/${project.id}/members/${colleague.id}`);
  return colleague;
}

async function ok(tab: Tab, event: string, payload: object): Promise<Json> {
  const ack = await tab.ask(event, payload);
  expect(ack, event).toMatchObject({ ok: true });
  return ack;
}

const by = ({ id }: Person) => (payload: Json) => payload.agentId === id;

const statuses = (payload: Json) => Object.fromEntries(payload.viewers.map(({ agentId, status }: Json) => [agentId, status]));

test.describe("Ticket collision detection", () => {
  test("who views a ticket is tracked as it happens, ticket by ticket", async ({ cast, open }) => {
    const { agent, sales, project } = cast;
    const colleague = await colleagueIn(cast);
    const [here, there] = [await sales.createTicket({ projectId: project.id }), await sales.createTicket({ projectId: project.id })];
    const [mine, theirs] = [await open(agent), await open(colleague)];
    await ok(mine, "ticket:view", { ticketId: here.id });
    await ok(theirs, "ticket:view", { ticketId: there.id });
    const { viewers, total } = await ok(theirs, "ticket:view", { ticketId: here.id });
    expect([total, viewers.map(({ agentId }: Json) => agentId)]).toEqual([2, [agent.id, colleague.id]]);
    expect(await mine.until("agent:joined", by(colleague))).toMatchObject({ ticketId: here.id });
    await mine.until("viewers:updated", (payload) => payload.ticketId === here.id && payload.total === 2);
    expect(mine.received.filter(({ payload }) => payload?.ticketId === there.id)).toEqual([]);
    await ok(theirs, "ticket:leave", { ticketId: here.id });
    expect(await mine.until("agent:left", by(colleague))).toMatchObject({ ticketId: here.id });
  });

  test("typing is shown to the others, and two who type are both warned of the collision", async ({ cast, open }) => {
    const { agent, sales, project } = cast;
    const colleague = await colleagueIn(cast);
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const [mine, theirs] = [await open(agent), await open(colleague)];
    for (const tab of [mine, theirs]) await ok(tab, "ticket:view", { ticketId });
    for (const tab of [mine, theirs]) await tab.until("collision:warning", (payload) => payload.ticketId === ticketId);
    await ok(theirs, "ticket:typing", { ticketId });
    await mine.until("agent:typing", by(colleague));
    await ok(mine, "ticket:typing", { ticketId });
    for (const tab of [mine, theirs]) await tab.until("collision:warning", ({ typing }) => typing === true);
    await ok(theirs, "ticket:stop_typing", { ticketId });
    await mine.until("agent:stopped_typing", by(colleague));
  });

  test("whose connection is lost is cleaned up by the desk itself", async ({ cast, open }) => {
    const { agent, sales, project } = cast;
    const colleague = await colleagueIn(cast);
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const [mine, theirs] = [await open(agent), await open(colleague)];
    await ok(mine, "ticket:view", { ticketId });
    await ok(theirs, "ticket:view", { ticketId });
    await ok(theirs, "ticket:typing", { ticketId });
    theirs.socket.io.engine.close();
    await mine.until("agent:left", by(colleague));
    const last = () => mine.received.findLast(({ name }) => name === "viewers:updated")?.payload;
    await expect.poll(() => statuses(last())).toEqual({ [agent.id]: "viewing" });
  });

  test("what an agent does at a ticket, viewing or typing, is told with since when", async ({ cast, open }) => {
    const { agent, sales, project } = cast;
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const tab = await open(agent);
    const { viewers } = await ok(tab, "ticket:view", { ticketId });
    expect(viewers).toEqual([{ agentId: agent.id, agentName: agent.name, status: "viewing", since: expect.stringMatching(/Z$/) }]);
    await ok(tab, "ticket:typing", { ticketId });
    const typing = await tab.until("viewers:updated", (payload) => statuses(payload)[agent.id] === "typing");
    expect(typing.viewers[0].since).toBe(viewers[0].since);
    const mark = tab.mark;
    await ok(tab, "ticket:stop_typing", { ticketId });
    await tab.until("viewers:updated", (payload) => statuses(payload)[agent.id] === "viewing", mark);
  });
});

test.describe("Timeline", () => {
  const add = (person: Person, path: string) => person.post(path, { kind: "call", title: secret("call") });

  test("what is added, changed, deleted and done in bulk is told at once", async ({ cast, open }) => {
    const { agent } = cast;
    const [entityId, tab] = [unique(), await open(agent)];
    const path = `/timeline/client/${entityId}`;
    await ok(tab, "timeline:subscribe", { entityType: "client", entityId });
    const item = await add(agent, path);
    expect(await tab.until("timeline:new_item")).toMatchObject({ entityType: "client", entityId, itemId: item.id });
    await agent.call("PATCH", `${path}/${item.id}`, { body: { title: secret("changed") } });
    await tab.until("timeline:item_updated", ({ itemId }) => itemId === item.id);
    await agent.delete(`${path}/${item.id}`);
    await tab.until("timeline:item_deleted", ({ itemId }) => itemId === item.id);
    const { items } = await agent.post(`${path}/bulk`, { items: [{ title: secret("one") }, { title: secret("two") }] });
    expect((await tab.until("timeline:bulk_update")).itemIds).toEqual(items.map(({ id }: Json) => id));
    await agent.post(`${path}/refresh`);
    await tab.until("timeline:refresh", (payload) => payload.entityId === entityId);
  });

  test("who subscribes to one entity hears nothing of another", async ({ cast, open }) => {
    const { agent } = cast;
    const [here, there, tab] = [unique(), unique(), await open(agent)];
    await ok(tab, "timeline:subscribe", { entityType: "client", entityId: here });
    await add(agent, `/timeline/client/${there}`);
    await add(agent, `/timeline/contact/${here}`);
    const item = await add(agent, `/timeline/client/${here}`);
    await tab.until("timeline:new_item", ({ itemId }) => itemId === item.id);
    expect(tab.received.filter(({ name }) => name.startsWith("timeline:"))).toHaveLength(1);
  });

  test("clients, contacts, leads, cases, invoices, proposals, contracts and inquiries have timelines", async ({ cast, open }) => {
    const { agent } = cast;
    const [entityId, tab] = [unique(), await open(agent)];
    const types = ["client", "contact", "lead", "case", "invoice", "proposal", "contract", "inquiry"];
    for (const entityType of types) {
      expect(await ok(tab, "timeline:subscribe", { entityType, entityId })).toMatchObject({ subscribers: 1 });
      await add(agent, `/timeline/${entityType}/${entityId}`);
      await tab.until("timeline:new_item", (payload) => payload.entityType === entityType);
    }
  });

  test("a room that nobody is in any more is gone, by unsubscribing or by leaving", async ({ cast, open }) => {
    const { admin, agent } = cast;
    const [entityId, first, second] = [unique(), await open(agent), await open(agent)];
    const entity = { entityType: "lead", entityId };
    const kept = async () => (await admin.get("/realtime/stats")).timeline.entities.filter((one: Json) => one.entityId === entityId);
    await ok(first, "timeline:subscribe", entity);
    expect(await ok(second, "timeline:subscribe", entity)).toMatchObject({ subscribers: 2 });
    expect(await ok(first, "timeline:unsubscribe", entity)).toMatchObject({ subscribers: 1 });
    expect(await kept()).toEqual([{ ...entity, subscribers: 1 }]);
    second.close();
    await expect.poll(kept).toEqual([]);
  });

  test("what happens to a ticket is an activity in its timeline", async ({ cast, open }) => {
    const { agent, sales, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const tab = await open(agent);
    await ok(tab, "timeline:subscribe", { entityType: "ticket", entityId: ticket.id });
    await agent.patchTicket(ticket.id, { status: "waiting" });
    const kinds = async () => (await agent.get(`/tickets/${ticket.id}/activities`)).items.map(({ kind }: Json) => kind);
    await expect.poll(kinds).toEqual(["status_changed", "created"]);
    await tab.until("timeline:new_item", ({ entityId }) => entityId === ticket.id);
  });
});

test.describe("Statistics", () => {
  test("of collisions: tickets that are viewed, their viewers, and who types", async ({ cast, open }) => {
    const { admin, agent, sales, project } = cast;
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const tab = await open(agent);
    const counts = async () => (await admin.get("/realtime/stats")).collision;
    const before = await counts();
    await ok(tab, "ticket:view", { ticketId });
    await ok(tab, "ticket:typing", { ticketId });
    const after = await counts();
    expect(after.tickets).toContainEqual({ ticketId, viewerCount: 1, typingCount: 1 });
    expect(before.tickets.map((one: Json) => one.ticketId)).not.toContain(ticketId);
    const sum = (field: string) => after.tickets.reduce((total: number, one: Json) => total + one[field], 0);
    expect(after).toMatchObject({
      activeTickets: after.tickets.length,
      totalViewers: sum("viewerCount"),
      typingCount: sum("typingCount"),
    });
  });

  test("of timelines: sockets, entities, and the subscribers of each", async ({ cast, open }) => {
    const { admin, agent } = cast;
    const [entityId, tab] = [unique(), await open(agent)];
    await ok(tab, "timeline:subscribe", { entityType: "case", entityId });
    await ok(tab, "timeline:subscribe", { entityType: "invoice", entityId });
    const { timeline } = await admin.get("/realtime/stats");
    for (const entityType of ["case", "invoice"]) expect(timeline.entities).toContainEqual({ entityType, entityId, subscribers: 1 });
    expect(timeline.totalEntities).toBe(timeline.entities.length);
    expect(timeline.totalSockets).toBeGreaterThanOrEqual(1);
  });
});

test.describe("Clean-up", () => {
  test("nothing of presence or subscriptions outlives the last connection", async ({ cast, open }) => {
    const { admin, agent, sales, project } = cast;
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const [entityId, tab, polling] = [unique(), await open(agent), await open(agent, { transport: "polling only" })];
    for (const one of [tab, polling]) {
      await ok(one, "ticket:view", { ticketId });
      await ok(one, "timeline:subscribe", { entityType: "client", entityId });
    }
    tab.socket.io.engine.close();
    polling.close();
    const left = async () => {
      const { collision, timeline } = await admin.get("/realtime/stats");
      return [
        ...collision.tickets.filter((one: Json) => one.ticketId === ticketId),
        ...timeline.entities.filter((one: Json) => one.entityId === entityId),
      ];
    };
    await expect.poll(left, { timeout: 10_000 }).toEqual([]);
  });

  test("when the desk stops, it says so, ends all connections and keeps no viewer; the desk that starts is at rest", async ({
    cast,
    desk,
    open,
  }) => {
    test.setTimeout(90_000);
    const { admin, agent, sales, project } = cast;
    const { id: ticketId } = await sales.createTicket({ projectId: project.id });
    const tab = await open(agent);
    await ok(tab, "ticket:view", { ticketId });
    await ok(tab, "timeline:subscribe", { entityType: "client", entityId: unique() });
    const ended = tab.once("disconnect");
    await desk.stop();
    await ended;
    await tab.until("server:restarting");
    expect(desk.printed).not.toMatch(/\bERROR\b/);
    await desk.start();
    expect(await admin.get("/realtime/stats")).toMatchObject({
      collision: { activeTickets: 0, totalViewers: 0, typingCount: 0, tickets: [] },
      timeline: { totalSockets: 0, totalEntities: 0, entities: [] },
    });
  });
});
