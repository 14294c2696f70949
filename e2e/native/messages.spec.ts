import { call } from "../support/api.ts";
import { NativeTab, NOTIFICATIONS, ticketsOf, type NativeProof } from "../support/native.ts";
import { expect, test } from "../support/native-test.ts";

for (const proof of ["ticket", "token", "cookie"] satisfies NativeProof[]) {
  test(`a plain client comes in by ${proof}, with and without the slash at the end, and is answered`, async ({ cast, listen }) => {
    const { agent, project } = cast;
    for (const path of [NOTIFICATIONS, "/ws/notifications", ticketsOf(project.id), ticketsOf(project.id).slice(0, -1)]) {
      await listen(agent, path, proof);
    }
  });
}

test("a member hears each action on a ticket once, under the first name that applies", async ({ cast, listen }) => {
  const { sales, agent, admin, project } = cast;
  const tab = await listen(agent, ticketsOf(project.id));
  const mark = await agent.eventsHead();
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "in_progress", priority: "high", title: "Another" });
  await agent.patchTicket(ticket.id, { assigneeId: agent.id });
  await agent.comment(ticket.id, true);
  await agent.patchTicket(ticket.id, { title: "A third" });
  await admin.delete(`/tickets/${ticket.id}`);
  await tab.untilAction("deleted", ticket.id);
  expect(tab.actions(ticket.id)).toEqual(["created", "status_changed", "assigned", "updated", "deleted"]);
  const feed = await agent.eventsAfter(mark);
  for (const { data } of tab.received.filter(({ type }) => type === "ticket_update")) {
    expect(feed).toContainEqual(data);
  }
});

test("who may not read a ticket hears nothing of it: sales of others' tickets, staff of other projects", async ({ cast, listen }) => {
  const { sales, agent, stranger, project, otherProject } = cast;
  const [salesTab, strangerTab, agentTab] = [
    await listen(sales, ticketsOf(project.id)),
    await listen(stranger, ticketsOf(otherProject.id)),
    await listen(agent, ticketsOf(project.id)),
  ];
  const hidden = await agent.createTicket({ projectId: project.id });
  await agent.patchTicket(hidden.id, { status: "waiting" });
  const own = await sales.createTicket({ projectId: project.id });
  await Promise.all([salesTab.untilAction("created", own.id), agentTab.untilAction("created", own.id)]);
  expect(agentTab.actions(hidden.id)).toEqual(["created", "status_changed"]);
  expect(salesTab.actions(hidden.id)).toEqual([]);
  const theirs = await stranger.createTicket({ projectId: otherProject.id });
  await strangerTab.untilAction("created", theirs.id);
  expect([...strangerTab.actions(hidden.id), ...strangerTab.actions(own.id)]).toEqual([]);
});

test("notifications are one's own, and reading one is told to one's other tabs alone", async ({ cast, listen }) => {
  const { sales, agent, project } = cast;
  const [first, second, others] = [
    await listen(sales, NOTIFICATIONS),
    await listen(sales, NOTIFICATIONS),
    await listen(agent, NOTIFICATIONS),
  ];
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  const told = await first.until(({ type, ticket: of }) => type === "notification" && of?.id === ticket.id);
  expect(told).toMatchObject({
    id: expect.any(String),
    notification_type: "status_changed",
    title: expect.any(String),
    message: `Ticket ${ticket.number} status changed to In Progress`,
    timestamp: expect.stringMatching(/Z$/),
    seq: expect.any(Number),
  });
  expect(await others.ask({ type: "mark_read", id: told.id }, "error")).toMatchObject({ code: "not_found" });
  first.send({ type: "mark_read", id: told.id });
  for (const tab of [first, second]) {
    expect(await tab.until(({ type }) => type === "notification:read")).toMatchObject({ ids: [told.id] });
  }
  const { items } = await sales.get("/notifications?unread");
  expect(items.map(({ id }: { id: string }) => id)).not.toContain(told.id);
  expect(others.received.filter(({ ticket: of }) => of?.id === ticket.id)).toEqual([]);
});

test("a malformed message is answered as invalid, and the socket lives", async ({ cast, listen }) => {
  const tab = await listen(cast.agent, NOTIFICATIONS);
  const bad = ["", "no json", "[]", "null", "7", {}, { type: 1 }, { type: "make:coffee" }, { type: "mark_read" }, { type: "resume", after: "x" }];
  for (const message of bad) {
    expect(await tab.ask(message, "error"), JSON.stringify(message)).toEqual({
      type: "error",
      code: "invalid",
      message: expect.any(String),
    });
  }
  const { mark } = tab;
  tab.socket.send(Buffer.from([1, 2, 3]), { binary: true });
  expect(await tab.until(({ type }) => type === "error", mark)).toMatchObject({ code: "invalid" });
  await tab.ping();
});

test("what was missed comes once and in order, under the rights of now", async ({ cast, listen }) => {
  const { sales, agent, project } = cast;
  const after = await agent.eventsHead();
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  await agent.patchTicket(ticket.id, { priority: "urgent" });
  const tab = await listen(agent, ticketsOf(project.id));
  await agent.patchTicket(ticket.id, { status: "waiting" });
  await tab.untilAction("status_changed", ticket.id);
  const { cursor } = await tab.ask({ type: "resume", after }, "resumed");
  expect(tab.actions(ticket.id).toSorted()).toEqual(["created", "priority_changed", "status_changed", "status_changed"]);
  const { mark } = tab;
  await tab.ask({ type: "resume", after }, "resumed");
  await tab.ask({ type: "resume", after: cursor }, "resumed");
  expect(tab.received.slice(mark).filter(({ type }) => type === "ticket_update"), "nothing again").toEqual([]);

  const salesTab = await listen(sales, NOTIFICATIONS);
  await salesTab.ask({ type: "resume", after }, "resumed");
  const told = salesTab.received.filter(({ type, ticket: of }) => type === "notification" && of?.id === ticket.id);
  expect(told.map(({ seq }) => seq)).toEqual(
    (await sales.eventsAfter(after))
      .filter(({ type, ticket: of }) => type === "notification" && of?.id === ticket.id)
      .map(({ seq }) => seq),
  );
  expect(told.length).toBeGreaterThan(0);
});

test("a position that the log does not have is answered by a reset", async ({ cast, listen }) => {
  const tab = await listen(cast.agent, NOTIFICATIONS);
  expect(await tab.ask({ type: "resume", after: 999_999_999 }, "reset")).toEqual({
    type: "reset",
    reset: true,
    cursor: expect.any(Number),
  });
});

test("neither tokens nor tickets reach the log", async ({ cast, desk, listen }) => {
  const { agent } = cast;
  await listen(agent, NOTIFICATIONS, "token");
  const { ticket } = await agent.post("/auth/ws-ticket");
  const tab = NativeTab.dial(desk, `${NOTIFICATIONS}?ticket=${ticket}`);
  await tab.ping();
  tab.close();
  expect((await call(desk, "GET", `/nothing?token=${agent.token}`)).status).toBe(404);
  expect(desk.printed).not.toContain(agent.token);
  expect(desk.printed).not.toContain(ticket);
});

test("admins see native connections among the connections of the desk", async ({ cast, listen }) => {
  const { agent, admin, project } = cast;
  await listen(agent, ticketsOf(project.id));
  const { connections, rooms, users, byTransport } = await admin.get("/realtime/stats");
  expect(byTransport.native).toBeGreaterThan(0);
  expect(connections).toBeGreaterThanOrEqual(byTransport.native);
  expect([rooms, users].every((count) => count > 0)).toBe(true);
});
