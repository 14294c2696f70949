import { secret, unique, type Json } from "../support/api.ts";
import { expect, test } from "../support/test.ts";
import type { Tab } from "../support/tab.ts";

function subscribe(tab: Tab, entityType: string, entityId: string): Promise<Json> {
  return tab.ask("timeline:subscribe", { entityType, entityId });
}

function timelineEvents(tab: Tab): Json[] {
  return tab.received.filter(({ name }) => name.startsWith("timeline:")).map(({ payload }) => payload);
}

test("a subscriber hears what outside code adds, changes and takes away, by reference, and reads it over HTTP", async ({ cast, open }) => {
  const { agent, stranger, sales } = cast;
  const id = unique();
  const path = `/timeline/client/${id}`;
  const [agents, others, mine] = await Promise.all([open(agent), open(stranger), open(sales)]);
  expect(await subscribe(agents, "client", id)).toEqual({ ok: true, subscribers: 1 });
  expect(await subscribe(others, "client", id)).toEqual({ ok: true, subscribers: 2 });
  const { timeline } = await cast.admin.get("/realtime/stats");
  expect(timeline.entities).toContainEqual({ entityType: "client", entityId: id, subscribers: 2 });
  expect(timeline.totalSockets).toBeGreaterThanOrEqual(2);
  expect(timeline.totalEntities).toBe(timeline.entities.length);

  const item = await agent.post(path, { kind: "call", title: secret("title"), body: secret("body"), entityName: secret("client") });
  const reference = { entityType: "client", entityId: id, itemId: item.id };
  for (const tab of [agents, others]) {
    expect(await tab.until("timeline:new_item")).toEqual({
      id: expect.any(String),
      seq: expect.any(Number),
      type: "timeline:new_item",
      at: expect.stringMatching(/Z$/),
      actor: { id: agent.id, name: agent.name },
      ...reference,
    });
  }
  expect(await stranger.get(`${path}/${item.id}`)).toEqual(item);
  await agent.call("PATCH", `${path}/${item.id}`, { body: { title: secret("another") } });
  await agents.until("timeline:item_updated", ({ itemId }) => itemId === item.id);
  const bulk = await agent.post(`${path}/bulk`, { items: [{ title: secret("one") }, { title: secret("two") }] });
  expect(await agents.until("timeline:bulk_update")).toMatchObject({ itemIds: bulk.items.map((one: Json) => one.id) });
  await agent.post(`${path}/refresh`);
  await agents.until("timeline:refresh", ({ entityId }) => entityId === id);

  expect(await others.ask("timeline:unsubscribe", { entityType: "client", entityId: id })).toEqual({ ok: true, subscribers: 1 });
  const before = others.mark;
  await agent.delete(`${path}/${item.id}`);
  await agents.until("timeline:item_deleted", ({ itemId }) => itemId === item.id);
  expect((await others.everythingSince(before, cast)).filter(({ name }) => name.startsWith("timeline:"))).toEqual([]);
  await mine.everythingSince(0, cast);
  expect(timelineEvents(mine)).toEqual([]);
});

test("a ticket's timeline is heard by who reads the ticket, its internal items by staff alone", async ({ cast, open }) => {
  const { sales, agent, stranger, project } = cast;
  const start = await sales.eventsHead();
  const ticket = await sales.createTicket({ projectId: project.id });
  // Delivered, so that who subscribes now does not hear of it.
  await expect.poll(async () => (await sales.eventsAfter(start)).some(({ entityId }) => entityId === ticket.id)).toBe(true);
  const [mine, agents, strangers] = await Promise.all([open(sales), open(agent), open(stranger)]);
  expect(await subscribe(mine, "ticket", ticket.id)).toMatchObject({ ok: true });
  expect(await subscribe(agents, "ticket", ticket.id)).toMatchObject({ ok: true, subscribers: 2 });
  expect(await subscribe(strangers, "ticket", ticket.id)).toMatchObject({ ok: false, error: { code: "not_found" } });
  const position = await sales.eventsHead();
  const before = mine.mark;

  await agent.comment(ticket.id, true);
  await agent.attach(ticket.id, true);
  await agents.until("timeline:new_item");
  await agent.patchTicket(ticket.id, { status: "waiting", priority: "high" });
  expect((await mine.until("timeline:bulk_update")).itemIds).toHaveLength(2);
  await sales.attach(ticket.id);
  await mine.until("timeline:new_item");
  await mine.everythingSince(before, cast);
  expect(timelineEvents(mine)).toHaveLength(2);
  await agents.everythingSince(0, cast);
  expect(timelineEvents(agents)).toHaveLength(4);
  const feed = (await sales.eventsAfter(position)).filter(({ entityId }) => entityId === ticket.id);
  expect(feed).toEqual(timelineEvents(mine));

  const seen = (await sales.get(`/tickets/${ticket.id}/activities`)).items;
  expect(seen.map(({ kind }: Json) => kind)).toEqual(["attachment_added", "priority_changed", "status_changed", "created"]);
  expect((await agent.get(`/tickets/${ticket.id}/activities`)).items).toHaveLength(6);
});

test("timelines of clients are for staff, and what does not exist cannot be subscribed to", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  for (const [type, id] of [["client", "1"], ["ticket", "absent"]] as const) {
    expect(await subscribe(tab, type, id), type).toMatchObject({ ok: false, error: { code: "not_found" } });
  }
  expect(await subscribe(tab, "spaceship", "1")).toMatchObject({ ok: false, error: { code: "invalid" } });
  expect(await tab.ask("timeline:subscribe", { entityType: "client" })).toMatchObject({ ok: false, error: { code: "invalid" } });
  expect(await tab.ask("timeline:subscribe")).toMatchObject({ ok: false, error: { code: "invalid" } });
  const waiting = await open(cast.sales, { proof: "auth" });
  expect(await waiting.ask("timeline:unsubscribe", { entityType: "client", entityId: "1" })).toEqual({ ok: true, subscribers: 0 });
});

test("who is no longer staff hears no timeline of a client, from the change of the role on", async ({ cast, open }) => {
  const { admin, agent } = cast;
  const person = await admin.hire("Lena Leaver", ["agent"]);
  const id = unique();
  const [leaver, agents] = await Promise.all([open(person), open(agent)]);
  await subscribe(leaver, "contract", id);
  expect(await subscribe(agents, "contract", id)).toMatchObject({ subscribers: 2 });

  await admin.call("PATCH", `/users/${person.id}`, { body: { roles: ["sales"] } });
  await agent.post(`/timeline/contract/${id}`, { title: secret("signed") });
  await agents.until("timeline:new_item");
  expect(await subscribe(agents, "contract", id)).toMatchObject({ subscribers: 1 });
  expect(timelineEvents(leaver)).toEqual([]);
});

test("a dropped connection is counted no longer, and what it missed comes back with resume", async ({ cast, open }) => {
  const { agent, admin } = cast;
  const id = unique();
  const [agents, admins] = await Promise.all([open(agent), open(admin)]);
  await subscribe(agents, "lead", id);
  expect(await subscribe(admins, "lead", id)).toMatchObject({ subscribers: 2 });
  const after = await agent.eventsHead();
  agents.close();
  await expect.poll(async () => (await subscribe(admins, "lead", id)).subscribers).toBe(1);

  const item = await admin.post(`/timeline/lead/${id}`, { title: secret("met") });
  const again = await open(agent);
  await subscribe(again, "lead", id);
  expect(await again.ask("resume", { after })).toMatchObject({ ok: true });
  expect(timelineEvents(again)).toMatchObject([{ type: "timeline:new_item", itemId: item.id }]);
});
