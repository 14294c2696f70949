import { unique, type Json } from "../support/api.ts";
import { castOf, hirePeople, type Cast } from "../support/cast.ts";
import { Tab } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";

const metrics = (tab: Tab, queueId: string, accepts: (payload: Json) => boolean) =>
  tab.until("queue:metrics_updated", (payload) => payload.queueId === queueId && accepts(payload));

test.describe("Flows", () => {
  test("Authentication: a client connects, shows its token, is known, stands in its rooms and is told so", async ({ cast, prepare }) => {
    const { sales, admin, agent, project } = cast;
    const tab = await prepare(agent, { proof: "none" });
    tab.socket.connect();
    await tab.connected();
    expect(await tab.ask("authenticate", { token: "made-up" })).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
    expect(await tab.ask("authenticate", { userId: sales.id, token: agent.token })).toMatchObject({ ok: false });
    expect(await tab.ask("authenticate", { userId: agent.id, token: agent.token })).toMatchObject({ ok: true });
    expect(await tab.until("authenticated")).toMatchObject({ userId: agent.id, roles: ["agent"] });
    // By the rooms of its project and of itself, without having asked for any.
    const ticket = await sales.createTicket({ projectId: project.id });
    await tab.untilTicket("ticket:created", ticket.id);
    await admin.patchTicket(ticket.id, { assigneeId: agent.id });
    await tab.untilTicket("user:ticket_assigned", ticket.id);
  });

  test("Broadcasting: what happens becomes one message for a person, for a team, for a queue, and reaches those", async ({ cast, open }) => {
    const { admin, agent, stranger, project, team, queue } = cast;
    const [member, other] = [await open(agent), await open(stranger)];
    await member.join("queue", queue.id);
    const ticket = await admin.createTicket({ projectId: project.id, queueId: queue.id, assigneeId: agent.id });
    expect(await member.untilTicket("notification", ticket.id)).toMatchObject({
      id: expect.any(String),
      notification_type: "ticket_assigned",
      tier: "high",
      title: expect.any(String),
      message: expect.stringContaining(ticket.number),
      timestamp: expect.any(String),
    });
    await member.until("queue:ticket_added", (payload) => payload.queueId === queue.id && payload.ticket.id === ticket.id);
    const title = `Stocktaking ${unique()}`;
    await admin.post(`/teams/${team.id}/announcements`, { title, message: "At six." });
    expect(await member.until("notification", (payload) => payload.title === title)).toMatchObject({ tier: "medium" });
    await other.everythingSince(0, cast);
    expect(other.about(ticket.id)).toEqual([]);
    expect(other.received.filter(({ payload }) => payload?.title === title)).toEqual([]);
  });

  test("Metrics: a change of a ticket recounts its queue, and the dashboards of its watchers have the new counts", async ({ cast, open }) => {
    const { agent, project, queue } = cast;
    await agent.put(`/queues/${queue.id}/watchers/me`);
    // Who watches a queue stands in its room without joining it.
    const watcher = await open(agent);
    const ticket = await agent.createTicket({ projectId: project.id, queueId: queue.id });
    await metrics(watcher, queue.id, ({ total, unassigned }) => total === 1 && unassigned === 1);
    await agent.patchTicket(ticket.id, { assigneeId: agent.id, priority: "urgent" });
    const { at, ...counts } = await metrics(watcher, queue.id, ({ unassigned, byPriority }) => unassigned === 0 && byPriority.urgent === 1);
    expect(at).toMatch(/Z$/);
    expect(await agent.get(`/queues/${queue.id}/metrics`)).toMatchObject(counts);
  });
});

test.describe("Units", () => {
  test("the notification service keeps what it tells, counts it, marks it as read and clears it", async ({ cast }) => {
    const { admin, project } = cast;
    const person = await admin.hire("Nora Notified", ["agent"]);
    await admin.put(`/projects/${project.id}/members/${person.id}`);
    const ticket = await admin.createTicket({ projectId: project.id, assigneeId: person.id });
    await admin.patchTicket(ticket.id, { status: "waiting" });
    await expect.poll(async () => (await person.get("/notifications")).unread).toBe(2);
    const { items } = await person.get("/notifications");
    await person.post(`/notifications/${items[0].id}/read`);
    expect((await person.get("/notifications?unread")).items.map(({ id }: Json) => id)).toEqual([items[1].id]);
    await person.post("/notifications/read-all");
    expect((await person.get("/notifications")).unread).toBe(0);
    await person.delete("/notifications");
    expect((await person.get("/notifications")).items).toEqual([]);
  });

  test("the metrics are what the tickets of the queue come to", async ({ cast }) => {
    const { agent, project, queue } = cast;
    const make = (more: object) => agent.createTicket({ projectId: project.id, queueId: queue.id, ...more });
    const [oldest] = [await make({ priority: "low" }), await make({ priority: "urgent", assigneeId: agent.id })];
    const done = await make({});
    await agent.comment(done.id);
    await agent.patchTicket(done.id, { status: "resolved" });
    const read = () => agent.get(`/queues/${queue.id}/metrics`);
    await expect.poll(async () => (await read()).byStatus.resolved).toBe(1);
    const counted = await read();
    expect(counted).toMatchObject({
      total: 3,
      byStatus: { open: 2, in_progress: 0, waiting: 0, resolved: 1, closed: 0 },
      byPriority: { low: 1, medium: 1, high: 0, urgent: 1 },
      unassigned: 2,
      oldestOpenAt: oldest?.createdAt,
    });
    for (const { p50, p90 } of [counted.firstResponseMs, counted.resolutionMs]) expect(p50).toBe(p90);
    expect(counted.resolutionMs.p50).toBeGreaterThanOrEqual(counted.firstResponseMs.p50);
  });

  test("every event that a client may send is handled and acknowledged", async ({ cast, open }) => {
    const { agent, project, queue, team } = cast;
    const ticket = await agent.createTicket({ projectId: project.id });
    const tab = await open(agent);
    const entity = { entityType: "client", entityId: unique() };
    for (const [event, payload] of [
      ["authenticate", { token: agent.token }],
      ...(["join", "leave"] as const).flatMap((what) => [
        [`${what}_team`, { id: team.id }],
        [`${what}_queue`, queue.id],
        [`${what}_ticket`, { id: ticket.id }],
        [`${what}_project`, { id: project.id }],
      ]),
      ["ticket:view", { ticketId: ticket.id }],
      ["ticket:typing", { ticketId: ticket.id }],
      ["ticket:stop_typing", { ticketId: ticket.id }],
      ["ticket:leave", { ticketId: ticket.id }],
      ["timeline:subscribe", entity],
      ["timeline:unsubscribe", entity],
      ["presence:set", { availability: "online" }],
      ["resume", { after: 0 }],
      ["ping_latency", undefined],
    ] as [string, unknown][]) {
      expect(await tab.ask(event, payload), event).toMatchObject({ ok: true });
    }
  });

  test("notifications say what happened to which ticket, and how much it matters", async ({ cast, open }) => {
    const { sales, admin, agent, project, queue } = cast;
    await agent.put(`/queues/${queue.id}/watchers/me`);
    const [a, b] = [await open(sales), await open(agent)];
    const ticket = await admin.createTicket({ projectId: project.id, queueId: queue.id, reporterId: sales.id });
    const { number } = ticket;
    expect(await b.untilTold(`New ticket created: ${number}`)).toMatchObject({ tier: "medium", notification_type: "ticket_created" });
    for (const [change, message, tier] of [
      [() => admin.patchTicket(ticket.id, { status: "in_progress" }), `Ticket ${number} status changed to In Progress`, "medium"],
      [() => admin.comment(ticket.id), `New comment on ticket ${number}`, "medium"],
      [() => admin.attach(ticket.id), `New attachment on ticket ${number}`, "medium"],
      [() => admin.patchTicket(ticket.id, { priority: "urgent" }), `URGENT: Ticket ${number} marked as urgent!`, "high"],
    ] as const) {
      await change();
      expect(await a.untilTold(message)).toMatchObject({ tier, title: expect.stringMatching(/./), ticket: { id: ticket.id, number } });
    }
    await admin.post(`/tickets/${ticket.id}/comments`, { body: "Have a look.", mentions: [agent.id] });
    const mentioned = await b.until("notification", (payload) => payload.notification_type === "mention");
    expect(mentioned).toMatchObject({ tier: "high", ticket: { id: ticket.id } });
    await b.untilTicket("user:mention", ticket.id);
  });
});

test.describe("Integration", () => {
  test("a notification goes all the way: from the change to each tab, and read in one it is read in all", async ({ cast, open }) => {
    const { admin, agent, project } = cast;
    const [one, two] = [await open(agent), await open(agent, { transport: "polling only" })];
    const ticket = await admin.createTicket({ projectId: project.id, assigneeId: agent.id });
    const { id } = await one.untilTicket("notification", ticket.id);
    expect((await two.untilTicket("notification", ticket.id)).id).toBe(id);
    await agent.post(`/notifications/${id}/read`);
    for (const tab of [one, two]) await tab.until("notification:read", ({ ids }) => ids.includes(id));
  });

  test("rooms of teams and queues are heard from joining to leaving", async ({ cast, open }) => {
    const { admin, project, queue, team } = cast;
    const tab = await open(admin);
    const event = `shift:${unique()}`;
    const say = (n: number) => admin.post("/admin/broadcasts", { room: `team:${team.id}`, event, data: { n } });
    const move = () => admin.createTicket({ projectId: project.id, queueId: queue.id });
    const added = (payload: Json) => tab.received.some(({ name, payload: one }) => name === "queue:ticket_added" && one.ticket.id === payload.id);
    await tab.join("team", team.id);
    await tab.join("queue", queue.id);
    await say(1);
    await tab.until(event, ({ n }) => n === 1);
    const first = await move();
    await expect.poll(() => added(first)).toBe(true);
    expect(await tab.ask("leave_team", { id: team.id })).toMatchObject({ ok: true });
    expect(await tab.ask("leave_queue", { id: queue.id })).toMatchObject({ ok: true });
    await say(2);
    const second = await move();
    await tab.everythingSince(tab.mark, cast);
    expect(added(second)).toBe(false);
    expect(tab.received.filter(({ name }) => name === event)).toHaveLength(1);
  });

  test("without membership no room opens, and none tells whether it is there", async ({ cast, open }) => {
    const { stranger, project, queue, team } = cast;
    const tab = await open(stranger);
    for (const [event, id] of [
      ["join_team", team.id],
      ["join_queue", queue.id],
      ["join_project", project.id],
    ] as const) {
      const refused = await tab.ask(event, { id });
      expect(refused, event).toMatchObject({ ok: false, error: { code: "not_found" } });
      expect(await tab.ask(event, { id: "nothing" })).toEqual(refused);
    }
  });

  test("metrics go to those in the queue that changed, not to those in another", async ({ cast, open }) => {
    const { admin, agent, project, queue, team } = cast;
    const other = await admin.post("/queues", { name: `Queue ${unique()}`, projectId: project.id, teamId: team.id });
    const [here, there] = [await open(agent), await open(agent)];
    await here.join("queue", queue.id);
    await there.join("queue", other.id);
    await agent.createTicket({ projectId: project.id, queueId: queue.id });
    await metrics(here, queue.id, ({ total }) => total === 1);
    await agent.createTicket({ projectId: project.id, queueId: other.id });
    await metrics(there, other.id, ({ total }) => total === 1);
    // What was sent to them before the answer has come before it.
    await Promise.all([here, there].map((tab) => tab.ask("ping_latency")));
    // The agent may watch queues of other tests, too, and be told of them.
    const ours = ({ queueId }: Json) => [queue.id, other.id].includes(queueId);
    const told = (tab: Tab) => tab.received.filter(({ name, payload }) => name === "queue:metrics_updated" && ours(payload));
    const queues = (tab: Tab) => new Set(told(tab).map(({ payload }) => payload.queueId));
    expect([...queues(here)]).toEqual([queue.id]);
    expect([...queues(there)]).toEqual([other.id]);
  });
});

test.describe("Load", () => {
  test.describe.configure({ mode: "serial" });

  const CLIENTS = 100;
  let cast: Cast;
  let before: Json;
  let clients: Tab[] = [];
  const stats = () => cast.admin.get("/realtime/stats");
  const openAll = () =>
    Promise.all(Array.from({ length: CLIENTS }, (_, i) => Tab.open(cast.agent, { transport: i % 5 ? "websocket only" : "polling only" })));

  test.beforeAll(async ({ desk }) => {
    cast = await castOf(await hirePeople(desk));
    before = await stats();
  });
  test.afterAll(() => clients.forEach((tab) => tab.close()));

  test("a hundred clients connect at once and each is served", async () => {
    clients = await openAll();
    const answers = await Promise.all(clients.map((tab) => tab.ask("ping_latency")));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(CLIENTS);
    expect((await stats()).connections).toBeGreaterThanOrEqual(CLIENTS);
  });

  test("one change reaches each of a hundred once", async () => {
    const ticket = await cast.sales.createTicket({ projectId: cast.project.id });
    await Promise.all(clients.map((tab) => tab.untilTicket("ticket:created", ticket.id)));
    const next = await cast.sales.createTicket({ projectId: cast.project.id });
    await Promise.all(clients.map((tab) => tab.untilTicket("ticket:created", next.id)));
    for (const tab of clients) expect(tab.about(ticket.id, "ticket:created")).toHaveLength(1);
  });

  test("among many rooms, each client hears its own", async () => {
    const tickets = await Promise.all(Array.from({ length: 20 }, () => cast.sales.createTicket({ projectId: cast.project.id })));
    const mine = (i: number) => tickets[i % tickets.length].id;
    await Promise.all(clients.map((tab, i) => tab.join("ticket", mine(i))));
    await Promise.all(tickets.map(({ id }) => cast.admin.comment(id)));
    await Promise.all(clients.map((tab, i) => tab.untilTicket("comment:added", mine(i))));
    await cast.admin.comment(mine(0));
    await Promise.all(clients.map((tab, i) => (mine(i) === mine(0) ? expect.poll(() => tab.about(mine(i), "comment:added").length).toBe(2) : undefined)));
    await Promise.all(clients.map((tab) => tab.ask("ping_latency")));
    for (const [i, tab] of clients.entries()) {
      const heard = tab.received.filter(({ name }) => name === "comment:added").map(({ payload }) => payload.ticket.id);
      expect(new Set(heard)).toEqual(new Set([mine(i)]));
    }
  });

  test("nothing is kept of clients that come and go", async () => {
    for (let round = 0; round < 3; round++) {
      clients.forEach((tab) => tab.close());
      clients = [];
      await expect.poll(async () => (({ connections, rooms }) => ({ connections, rooms }))(await stats())).toEqual({
        connections: before.connections,
        rooms: before.rooms,
      });
      if (round < 2) clients = await openAll();
    }
  });
});
