import { expect, test } from "../support/test.ts";
import { Desk } from "../support/desk.ts";
import { castOf, hirePeople } from "../support/cast.ts";
import { Tab } from "../support/tab.ts";

test("who stands in a queue hears its counts when they change, the same as over HTTP, and nobody else does", async ({ cast, open }) => {
  const { sales, agent, stranger, project, queue } = cast;
  const [agents, mine, strangers] = await Promise.all([open(agent), open(sales), open(stranger)]);
  await agents.join("queue", queue.id);

  const ticket = await agent.createTicket({ projectId: project.id, queueId: queue.id, priority: "high" });
  const first = await agents.until("queue:metrics_updated", ({ total }) => total === 1);
  expect(first).toEqual({
    queueId: queue.id,
    at: expect.stringMatching(/Z$/),
    total: 1,
    byStatus: { open: 1, in_progress: 0, waiting: 0, resolved: 0, closed: 0 },
    byPriority: { low: 0, medium: 0, high: 1, urgent: 0 },
    unassigned: 1,
    oldestOpenAt: ticket.createdAt,
    firstResponseMs: { p50: null, p90: null },
    resolutionMs: { p50: null, p90: null },
  });

  await agent.comment(ticket.id);
  await agent.patchTicket(ticket.id, { status: "resolved", assigneeId: agent.id });
  const last = await agents.until("queue:metrics_updated", ({ byStatus }) => byStatus.resolved === 1);
  expect(last).toMatchObject({ total: 1, unassigned: 0, oldestOpenAt: null });
  expect(last.firstResponseMs.p50).toBeGreaterThanOrEqual(0);
  expect(last.resolutionMs.p90).toBeGreaterThanOrEqual(last.firstResponseMs.p90);
  const { at: _, ...read } = await agent.get(`/queues/${queue.id}/metrics`);
  expect(last).toMatchObject(read);

  for (const tab of [mine, strangers]) {
    await tab.everythingSince(0, cast);
    expect(tab.received.filter(({ name }) => name === "queue:metrics_updated")).toEqual([]);
  }
});

test("a burst of changes is told at most once a second, and the last of it is", async ({ cast, open }) => {
  const { agent, project, queue } = cast;
  const agents = await open(agent);
  await agents.join("queue", queue.id);
  for (let i = 0; i < 30; i++) await agent.createTicket({ projectId: project.id, queueId: queue.id });
  await agents.until("queue:metrics_updated", ({ total }) => total === 30);

  const told = agents.received.filter(({ name }) => name === "queue:metrics_updated").map(({ payload }) => Date.parse(payload.at));
  expect(told.length).toBeLessThan(30);
  // Each was read right before it went out; the pace is kept between two goings out.
  const gaps = told.slice(1).map((at, i) => at - (told[i] ?? 0));
  expect(Math.min(...gaps, 1_000)).toBeGreaterThanOrEqual(950);
});

test("a queue is told of a ticket that left it, and whoever may no longer see it of nothing more", async ({ cast, open }) => {
  const { admin, agent, project, queue, team } = cast;
  const other = await admin.post("/queues", { name: "Other", projectId: project.id, teamId: team.id });
  const ticket = await agent.createTicket({ projectId: project.id, queueId: queue.id });
  const [agents, admins] = await Promise.all([open(agent), open(admin)]);
  await Promise.all([agents.join("queue", queue.id), agents.join("queue", other.id), admins.join("queue", other.id)]);

  await agent.patchTicket(ticket.id, { queueId: other.id });
  await agents.until("queue:metrics_updated", ({ queueId, total }) => queueId === queue.id && total === 0);
  await agents.until("queue:metrics_updated", ({ queueId, total }) => queueId === other.id && total === 1);

  await admin.delete(`/projects/${project.id}/members/${agent.id}`);
  await admin.delete(`/teams/${team.id}/members/${agent.id}`);
  const before = agents.mark;
  await admin.patchTicket(ticket.id, { priority: "urgent" });
  await admins.until("queue:metrics_updated", ({ byPriority }) => byPriority.urgent === 1);
  expect(agents.since(before).filter(({ name }) => name === "queue:metrics_updated")).toEqual([]);
});

test("each interval everything is counted anew and told, though nothing changed", async () => {
  const desk = await Desk.start({ env: { METRICS_UPDATE_INTERVAL: "2s" } });
  try {
    const cast = await castOf(await hirePeople(desk));
    const tab = await Tab.open(cast.agent);
    await tab.join("queue", cast.queue.id);
    const mark = tab.mark;
    const first = await tab.until("queue:metrics_updated", ({ queueId }) => queueId === cast.queue.id, mark);
    await tab.until("queue:metrics_updated", ({ at }) => Date.parse(at) > Date.parse(first.at));
    expect(desk.printed).not.toContain("Drift");
    tab.close();
  } finally {
    await desk.dispose();
  }
});
