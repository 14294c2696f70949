import { unique, type Json, type Person } from "../support/api.ts";
import type { Tab } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";

/** What a tab was told since `mark`, as `tier type`. */
function told(tab: Tab, mark: number): string[] {
  return tab
    .since(mark)
    .filter(({ name }) => name === "notification")
    .map(({ payload }) => `${payload.tier} ${payload.notification_type}`);
}

async function prefer(person: Person, preferences: object): Promise<Json> {
  const { status, body } = await person.call("PUT", "/notifications/preferences", { body: preferences });
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

test("the assignee is told loudly, the reporter once for one action, and the actor and strangers not at all", async ({
  cast,
  open,
}) => {
  const { sales, agent, admin, stranger, project } = cast;
  const [reporter, assignee, actor, outsider] = [await open(sales), await open(agent), await open(admin), await open(stranger)];
  const ticket = await sales.createTicket({ projectId: project.id });
  await actor.untilTicket("notification", ticket.id);
  const marks = [reporter.mark, assignee.mark, actor.mark, outsider.mark] as const;

  await admin.patchTicket(ticket.id, { assigneeId: agent.id, status: "in_progress", priority: "urgent" });

  const loud = await assignee.untilTicket("notification", ticket.id, marks[1]);
  expect(loud).toMatchObject({
    notification_type: "ticket_assigned",
    tier: "high",
    channels: ["centre", "page", "system", "sound"],
    title: expect.any(String),
    timestamp: expect.any(String),
    ticket: { id: ticket.id, number: ticket.number },
  });
  expect(await reporter.untilTicket("notification", ticket.id, marks[0])).toMatchObject({
    tier: "high",
    message: `URGENT: Ticket ${ticket.number} marked as urgent!`,
  });
  for (const [i, tab] of [reporter, assignee].entries()) {
    const heard = await tab.everythingSince(marks[i] ?? 0, cast);
    const ours = heard.filter(({ name, payload }) => name === "notification" && payload.ticket?.id === ticket.id);
    expect(ours, tab.person.name).toHaveLength(1);
  }
  for (const [tab, mark] of [
    [actor, marks[2]],
    [outsider, marks[3]],
  ] as const) {
    const heard = await tab.everythingSince(mark, cast);
    expect(heard.filter(({ name, payload }) => name === "notification" && payload.ticket?.id === ticket.id)).toEqual([]);
  }
});

test("who has the ticket open is told of a comment, and no longer once they left it", async ({ cast, open }) => {
  const { admin, agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await tab.join("ticket", ticket.id);
  const message = `New comment on ticket ${ticket.number}`;
  const mark = tab.mark;
  await admin.comment(ticket.id);
  expect(await tab.untilTold(message, mark)).toMatchObject({ tier: "medium", notification_type: "comment_added" });

  expect(await tab.ask("leave_ticket", { id: ticket.id })).toMatchObject({ ok: true });
  const left = tab.mark;
  await admin.comment(ticket.id);
  const after = await tab.everythingSince(left, cast);
  expect(after.filter(({ payload }) => payload?.message === message)).toEqual([]);
});

test("two tabs of a person agree on what was read, and nobody else hears of it", async ({ cast, open }) => {
  const { admin, agent, sales, project } = cast;
  const [one, two, other] = [await open(agent), await open(agent), await open(sales)];
  const marks = [one.mark, two.mark, other.mark] as const;
  const ticket = await admin.createTicket({ projectId: project.id, assigneeId: agent.id });
  const { id } = await two.untilTicket("notification", ticket.id, marks[1]);
  const before = (await agent.get("/notifications")).unread;

  await agent.post(`/notifications/${id}/read`);

  for (const tab of [one, two]) {
    expect(await tab.until("notification:read", ({ ids }) => ids.includes(id))).toMatchObject({
      ids: [id],
      unread: before - 1,
    });
  }
  await agent.post("/notifications/read-all");
  await two.until("notification:read", ({ unread }) => unread === 0);
  await agent.delete("/notifications");
  await two.until("notification:read", ({ ids }) => ids.includes(id), two.received.findLastIndex(({ name }) => name === "notification:read") + 1);
  expect((await agent.get("/notifications")).items).toEqual([]);
  const heard = await other.everythingSince(marks[2], cast);
  expect(heard.filter(({ name }) => name === "notification:read")).toEqual([]);
});

test("preferences decide what a person is told and how, and quiet hours take the sound", async ({ cast, open }) => {
  const { admin, sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(sales);
  await prefer(sales, {
    rules: [
      { event: "priority_changed", scope: { type: "global" }, channels: [] },
      { event: "comment_added", scope: { type: "project", id: project.id }, channels: ["system"] },
    ],
    quietHours: null,
  });
  let mark = tab.mark;
  await agent.patchTicket(ticket.id, { priority: "low" });
  await agent.comment(ticket.id);
  await tab.untilTold(`New comment on ticket ${ticket.number}`, mark);
  expect(told(tab, mark)).toEqual(["high comment_added"]);

  await prefer(sales, { rules: [], quietHours: { from: "00:00", to: "00:00", timeZone: "Europe/Berlin" } });
  mark = tab.mark;
  await admin.patchTicket(ticket.id, { priority: "urgent" });
  const urgent = await tab.untilTold(`URGENT: Ticket ${ticket.number} marked as urgent!`, mark);
  expect(urgent).toMatchObject({ tier: "medium", channels: ["centre", "page"] });
  await prefer(sales, { rules: [], quietHours: null });
});

test("an announcement reaches the team and nobody else", async ({ cast, open }) => {
  const { admin, agent, sales, team } = cast;
  const [member, outsider] = [await open(agent), await open(sales)];
  const marks = [member.mark, outsider.mark] as const;
  const title = `Lunch ${unique()}`;
  await admin.post(`/teams/${team.id}/announcements`, { title, message: "Pizza at noon" });
  expect(await member.until("notification", (payload) => payload.title === title, marks[0])).toMatchObject({
    notification_type: "announcement",
    tier: "medium",
    message: "Pizza at noon",
  });
  const heard = await outsider.everythingSince(marks[1], cast);
  expect(heard.filter(({ payload }) => payload?.title === title)).toEqual([]);
  const refused = await sales.call("POST", `/teams/${team.id}/announcements`, { body: { title, message: "x" } });
  expect(refused.status).toBe(404);
});

test("whose queues change hears user:queue_updated, and stands in or out of them by then", async ({ cast, open }) => {
  const { admin, stranger, team, queue } = cast;
  const tab = await open(stranger);
  await admin.put(`/teams/${team.id}/members/${stranger.id}`);
  expect(await tab.until("user:queue_updated")).toMatchObject({ queueIds: [queue.id], actor: { id: admin.id } });
  expect(await tab.ask("join_queue", { id: queue.id })).toMatchObject({ ok: true });
  const mark = tab.mark;
  await admin.delete(`/teams/${team.id}/members/${stranger.id}`);
  await tab.until("user:queue_updated", () => true, mark);
  expect(await tab.ask("join_queue", { id: queue.id })).toMatchObject({ ok: false, error: { code: "not_found" } });
});

test("a program tells one person something, once for an id", async ({ cast, open }) => {
  const { admin, sales, agent } = cast;
  const [tab, other] = [await open(sales), await open(agent)];
  const marks = [tab.mark, other.mark] as const;
  const id = `custom_${unique()}`;
  const body = { userId: sales.id, notification_type: "custom_event", title: "Custom Event", message: "Something happened!", tier: "high", id };
  const sent = await admin.call("POST", "/admin/notifications", { body });
  expect(sent.status).toBe(201);
  const again = await admin.call("POST", "/admin/notifications", { body });
  expect(again.status).toBe(200);
  expect(again.body).toEqual(sent.body);
  expect(await tab.until("notification", (payload) => payload.id === id, marks[0])).toMatchObject({
    id,
    notification_type: "custom_event",
    title: "Custom Event",
    message: "Something happened!",
    tier: "high",
  });
  const heard = await tab.everythingSince(marks[0], cast);
  expect(heard.filter(({ payload }) => payload?.id === id)).toHaveLength(1);
  const others = await other.everythingSince(marks[1], cast);
  expect(others.filter(({ payload }) => payload?.id === id)).toEqual([]);
  expect((await agent.call("POST", "/admin/notifications", { body })).status).toBe(403);
});

test("a broadcast reaches its room, is resumed, and an ephemeral one is not", async ({ cast, open }) => {
  const { admin, agent, sales, project } = cast;
  const [member, outsider] = [await open(agent), await open(sales)];
  const marks = [member.mark, outsider.mark] as const;
  const event = `deploy:${unique()}`;
  const after = await agent.eventsHead();
  const room = `project_${project.id}_tickets`;

  await admin.post("/admin/broadcasts", { room, event, data: { custom: "data" } });
  const kept = await member.until(event, () => true, marks[0]);
  expect(kept).toMatchObject({ id: expect.any(String), seq: expect.any(Number), type: event, actor: { id: admin.id }, custom: "data" });
  await admin.post("/admin/broadcasts", { room, event, data: { custom: "gone" }, ephemeral: true });
  expect(await member.until(event, ({ custom }) => custom === "gone", marks[0])).toEqual({ custom: "gone" });

  const late = await open(agent);
  expect(await late.ask("resume", { after })).toMatchObject({ ok: true });
  expect(late.received.filter(({ name }) => name === event).map(({ payload }) => payload)).toEqual([kept]);
  const heard = await outsider.everythingSince(marks[1], cast);
  expect(heard.filter(({ name }) => name === event)).toEqual([]);
  for (const builtIn of ["ticket:created", "notification", "error", "connect"]) {
    const refused = await admin.call("POST", "/admin/broadcasts", { body: { room, event: builtIn, data: {} } });
    expect(refused.status, builtIn).toBe(422);
  }
});

test("a notification of a ticket that a person may no longer read is missing in their replay", async ({ cast, open }) => {
  const { admin, sales, agent, project } = cast;
  const follower = await admin.hire("Fay Follower", ["customer"]);
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.put(`/tickets/${ticket.id}/followers/${follower.id}`);
  const after = await follower.eventsHead();
  await agent.patchTicket(ticket.id, { status: "waiting" });
  const before = await open(follower);
  expect(await before.ask("resume", { after })).toMatchObject({ ok: true });
  const changed = `Ticket ${ticket.number} status changed to Waiting`;
  await before.untilTold(changed);
  expect(before.received.filter(({ payload }) => payload?.message === changed)).toHaveLength(1);

  await agent.delete(`/tickets/${ticket.id}/followers/${follower.id}`);
  const shown = async () => (await follower.eventsAfter(after)).filter((event) => event.ticket?.id === ticket.id);
  await expect.poll(shown).toEqual([]);
  const late = await open(follower);
  expect(await late.ask("resume", { after })).toMatchObject({ ok: true });
  expect(late.about(ticket.id)).toEqual([]);
  const { items, unread } = await follower.get("/notifications");
  expect([items, unread]).toEqual([[], 0]);
});
