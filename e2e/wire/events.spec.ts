import { secret, type Json } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

test("an agent is told personally and loudly that a ticket is theirs", async ({ cast, open }) => {
  const { sales, admin, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const [mine, agents] = await Promise.all([open(sales), open(agent)]);

  await admin.patchTicket(ticket.id, { assigneeId: agent.id });

  expect(await agents.untilTicket("ticket:assigned", ticket.id)).toMatchObject({
    changes: { assigneeId: { from: null, to: agent.id } },
  });
  await agents.untilTicket("user:ticket_assigned", ticket.id);
  expect(await agents.untilTicket("notification", ticket.id)).toMatchObject({
    notification_type: "ticket_assigned",
    tier: "high",
  });
  await mine.untilTicket("ticket:assigned", ticket.id);
  expect(mine.received.filter(({ name }) => name === "user:ticket_assigned")).toEqual([]);
});

test("creating with an assignee sends created and assigned under one id", async ({ cast, open }) => {
  const { admin, agent, project } = cast;
  const agents = await open(agent);
  const ticket = await admin.createTicket({ projectId: project.id, assigneeId: agent.id });
  const created = await agents.untilTicket("ticket:created", ticket.id);
  const assigned = await agents.untilTicket("ticket:assigned", ticket.id);
  expect(assigned).toEqual({ ...created, type: "ticket:assigned" });
});

test("one change of several fields is one event under every name that applies", async ({ cast, open }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const mine = await open(sales);
  const position = await sales.eventsHead();
  const before = mine.mark;

  await agent.patchTicket(ticket.id, {
    status: "waiting",
    priority: "high",
    title: secret("new title"),
    description: secret("new description"),
    tags: [secret("tag").slice(0, 50)],
  });
  await mine.everythingSince(before, cast);

  // The first version's creation may still have been on its way to the new tab.
  const ofChange = ({ ticket: one, type }: Json) => one?.id === ticket.id && one.version === 2 && type.startsWith("ticket:");
  const about = mine.received.filter(({ payload }) => ofChange(payload));
  expect(about.map(({ name }) => name).sort()).toEqual([
    "ticket:priority_changed",
    "ticket:status_changed",
    "ticket:updated",
  ]);
  const [first] = about;
  for (const { name, payload } of about) expect(payload).toEqual({ ...first?.payload, type: name });
  expect(first?.payload.changes).toMatchObject({
    status: { from: "open", to: "waiting" },
    priority: { from: "medium", to: "high" },
  });
  expect(Object.keys(first?.payload.changes).sort()).toEqual(["description", "priority", "status", "tags", "title"]);

  const feed = (await sales.eventsAfter(position)).filter(ofChange);
  expect(feed).toEqual([{ ...first?.payload, type: "ticket:status_changed" }]);
});

test("the feed shows what the socket received, once, in order and no more", async ({ cast, open }) => {
  const { sales, admin, agent, stranger, project } = cast;
  const mine = await open(sales);
  const admins = await open(admin);
  const strangers = await open(stranger);
  const position: number = (await mine.until("authenticated")).cursor;

  const ticket = await sales.createTicket({ projectId: project.id });
  await mine.join("ticket", ticket.id);
  await agent.patchTicket(ticket.id, { status: "in_progress", assigneeId: agent.id });
  await agent.comment(ticket.id);
  await agent.comment(ticket.id, true);
  await sales.comment(ticket.id);
  await sales.patchTicket(ticket.id, { priority: "urgent", title: secret("title") });
  const file = await sales.attach(ticket.id);
  await agent.attach(ticket.id, true);
  await sales.delete(`/tickets/${ticket.id}/attachments/${file.id}`);
  await admin.delete(`/tickets/${ticket.id}`);
  await mine.untilTicket("ticket:deleted", ticket.id);
  await mine.everythingSince(mine.mark, cast);

  const feed = await sales.eventsWithoutTimelines(position);
  const seqs = feed.map(({ seq }) => seq);
  expect(seqs, "in order").toEqual([...seqs].sort((a, b) => a - b));
  expect(new Set(seqs).size, "once").toBe(seqs.length);
  // What was deleted can no longer be read, but that it was deleted is told to those who could.
  const received = mine.durableIds();
  const afterwards = feed.map(({ id }) => id);
  expect(received).toEqual(expect.arrayContaining(afterwards));
  expect(afterwards.filter((id) => !received.includes(id))).toEqual([]);

  await strangers.everythingSince(strangers.mark, cast);
  expect(strangers.about(ticket.id)).toEqual([]);
  expect((await stranger.eventsAfter(position)).filter((event) => event.ticket?.id === ticket.id)).toEqual([]);
  await admins.untilTicket("ticket:deleted", ticket.id);
});

test("the feed of a living ticket holds exactly the events that its reporter's socket received", async ({ cast, open }) => {
  const { sales, admin, agent, project } = cast;
  const mine = await open(sales);
  const position: number = (await mine.until("authenticated")).cursor;

  const ticket = await sales.createTicket({ projectId: project.id });
  await mine.join("ticket", ticket.id);
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  const reply = await agent.comment(ticket.id);
  await agent.comment(ticket.id, true);
  await agent.call("PATCH", `/tickets/${ticket.id}/comments/${reply.id}`, { body: { body: secret("edited") } });
  await sales.patchTicket(ticket.id, { priority: "urgent", title: secret("title") });
  await sales.attach(ticket.id);
  await admin.patchTicket(ticket.id, { assigneeId: agent.id });
  await mine.everythingSince(mine.mark, cast);

  await expect.poll(async () => (await sales.eventsWithoutTimelines(position)).map(({ id }) => id)).toEqual(mine.durableIds());
  const payloads = await sales.eventsAfter(position);
  expect(payloads.map(({ type }) => type)).toEqual(
    expect.arrayContaining(["ticket:created", "ticket:status_changed", "comment:added", "comment:edited", "attachment:added", "notification"]),
  );
});

test("the feed without a position tells its head and no events", async ({ cast }) => {
  const answer = await cast.sales.get("/events");
  expect(answer).toEqual({ events: [], next: expect.any(Number), reset: false });
});

test("the feed gives pages of the size asked for, and position by position nothing twice", async ({ cast }) => {
  const { agent, sales, project } = cast;
  const position = await agent.eventsHead();
  const made: string[] = [];
  for (let i = 0; i < 5; i++) made.push((await sales.createTicket({ projectId: project.id })).id);
  // What the making of the cast tells of the agent's queues may still come between.
  const created = (events: Json[]) => events.filter(({ type }) => type === "ticket:created");
  await expect.poll(async () => created(await agent.eventsAfter(position)).length).toBe(5);

  const found: string[] = [];
  for (let after = position; found.length < 5; ) {
    const page = await agent.get(`/events?after=${after}&limit=2`);
    expect(page.events.length).toBeLessThanOrEqual(2);
    expect(page.next).toBeGreaterThan(after);
    found.push(...created(page.events).map(({ ticket }: Json) => ticket.id));
    after = page.next;
  }
  expect(found).toEqual(made);
  for (const limit of ["0", "501", "-1", "some"]) {
    expect((await agent.call("GET", `/events?after=0&limit=${limit}`)).status, `limit=${limit}`).toBe(400);
  }
});
