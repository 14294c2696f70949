import { expect, test } from "../support/test.ts";
import type { Proof } from "../support/tab.ts";

const ABSENT = "01HZZZZZZZZZZZZZZZZZZZZZZZ";

for (const proof of ["auth", "bearer", "cookie", "event"] satisfies Proof[]) {
  const by = { auth: "a token in auth", bearer: "a bearer header", cookie: "the session cookie", event: "the event authenticate" };
  test(`the server greets a person who shows ${by[proof]} by who they are`, async ({ cast, open }) => {
    const { sales } = cast;
    const tab = await open(sales, { proof });
    expect(tab.received.find(({ name }) => name === "authenticated")?.payload).toMatchObject({
      userId: sales.id,
      email: sales.email,
      name: sales.name,
      roles: ["sales"],
      cursor: expect.any(Number),
    });
  });
}

test("a one-time ticket authenticates one connection and no second", async ({ cast, prepare }) => {
  const { sales } = cast;
  const { ticket, expiresIn } = await sales.post("/auth/ws-ticket");
  expect(expiresIn).toBe(30);
  const [first, second] = [await prepare(sales, { proof: "none" }), await prepare(sales, { proof: "none" })];
  first.socket.connect();
  second.socket.connect();
  await Promise.all([first.connected(), second.connected()]);
  expect(await first.ask("authenticate", { ticket })).toMatchObject({ ok: true });
  expect(await second.ask("authenticate", { ticket })).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
});

test("a userId that is not the token's own is refused", async ({ cast, prepare }) => {
  const { sales, agent } = cast;
  const tab = await prepare(sales, { proof: "none" });
  tab.socket.connect();
  await tab.connected();
  expect(await tab.ask("authenticate", { token: sales.token, userId: agent.id })).toMatchObject({ ok: false });
  expect(tab.received.filter(({ name }) => name === "authenticated")).toEqual([]);
});

test("joining what is absent and what is invisible cannot be told apart", async ({ cast, open }) => {
  const { sales, agent, stranger, project, queue, team, otherProject } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(stranger);
  const refusal = await tab.ask("join_ticket", { id: ABSENT });
  expect(refusal).toEqual({ ok: false, error: { code: "not_found", message: expect.any(String) } });
  expect(await tab.ask("join_ticket", { id: ticket.id })).toEqual(refusal);
  expect(await tab.ask("join_ticket", ticket.id), "the bare id serves too").toEqual(refusal);
  for (const [kind, id] of [
    ["queue", queue.id],
    ["project", project.id],
    ["team", team.id],
  ]) {
    const absent = await tab.ask(`join_${kind}`, { id: ABSENT });
    expect(absent, `join_${kind}`).toMatchObject({ ok: false, error: { code: "not_found" } });
    expect(await tab.ask(`join_${kind}`, { id }), `join_${kind}`).toEqual(absent);
  }
  expect(await tab.ask("join_project", { id: otherProject.id })).toMatchObject({ ok: true });

  const agents = await open(agent);
  expect(await agents.ask("join_ticket", { id: ticket.id })).toMatchObject({ ok: true });
  expect(await agents.ask("join_ticket", ticket.id)).toMatchObject({ ok: true });
  expect(await agents.ask("leave_ticket", { id: ticket.id })).toMatchObject({ ok: true });
});

test("a sales user cannot join the rooms of staff, and knows of their project that it is there", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  for (const [kind, code] of [["project", "forbidden"], ["queue", "not_found"]] as const) {
    expect(await tab.ask(`join_${kind}`, { id: cast[kind].id }), kind).toMatchObject({ ok: false, error: { code } });
  }
  expect(await tab.ask("join_project", { id: cast.otherProject.id })).toMatchObject({ ok: false, error: { code: "not_found" } });
});

test("a person who leaves a ticket receives its comments no more", async ({ cast, open }) => {
  const { sales, agent, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await tab.join("ticket", ticket.id);
  const heard = await sales.comment(ticket.id);
  await tab.until("comment:added", ({ comment }) => comment.id === heard.id);
  expect(await tab.ask("leave_ticket", { id: ticket.id })).toMatchObject({ ok: true });
  const mark = tab.mark;
  await sales.comment(ticket.id);
  const after = await tab.everythingSince(mark, cast);
  expect(after.filter(({ name }) => name === "comment:added")).toEqual([]);
});

test("staff of a queue's team hear of its tickets while they have joined the queue", async ({ cast, open }) => {
  const { admin, agent, project, queue, team } = cast;
  // Of the team, not of the project: nothing but the queue brings them its events.
  const colleague = await admin.hire("Quinn Queue", ["agent"]);
  await admin.put(`/teams/${team.id}/members/${colleague.id}`);
  const tab = await open(colleague);

  await tab.join("queue", queue.id);
  const heard = await agent.createTicket({ projectId: project.id, queueId: queue.id });
  await tab.untilTicket("ticket:created", heard.id);
  await tab.untilTicket("queue:ticket_added", heard.id);
  const elsewhere = await agent.createTicket({ projectId: project.id });

  expect(await tab.ask("leave_queue", { id: queue.id })).toMatchObject({ ok: true });
  const missed = await agent.createTicket({ projectId: project.id, queueId: queue.id });
  const fence = await admin.createTicket({ projectId: project.id, queueId: queue.id, assigneeId: colleague.id });
  await tab.untilTicket("ticket:created", fence.id);
  expect(tab.about(missed.id)).toEqual([]);
  expect(tab.about(elsewhere.id)).toEqual([]);
});

test("an agent who loses the project hears nothing of it from then on, at the same socket", async ({ cast, open }) => {
  const { admin, agent, sales, project, team, otherProject } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const tab = await open(agent);
  await tab.join("ticket", ticket.id);
  await admin.put(`/projects/${otherProject.id}/members/${agent.id}`);
  await admin.delete(`/projects/${project.id}/members/${agent.id}`);
  await admin.delete(`/teams/${team.id}/members/${agent.id}`);
  const mark = tab.mark;

  await sales.comment(ticket.id);
  const hidden = await sales.createTicket({ projectId: project.id });
  const fence = await admin.createTicket({ projectId: otherProject.id });
  await tab.untilTicket("ticket:created", fence.id);

  const about = tab.since(mark).filter(({ payload }) => [ticket.id, hidden.id].includes(payload?.ticket?.id));
  expect(about).toEqual([]);
  expect(await tab.ask("join_ticket", { id: ticket.id })).toMatchObject({ ok: false, error: { code: "not_found" } });
});

test("ping_latency is answered with the server's time", async ({ cast, open }) => {
  const tab = await open(cast.sales);
  expect(await tab.ask("ping_latency")).toMatchObject({ ok: true, time: expect.anything() });
});
