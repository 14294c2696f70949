import { unique, type Json, type Person } from "../support/api.ts";
import { castOf, hirePeople, type Cast } from "../support/cast.ts";
import type { Desk } from "../support/desk.ts";
import { Nodes } from "../support/nodes.ts";
import type { Tab } from "../support/tab.ts";
import { expect, test as base } from "../support/test.ts";

interface Fixtures {
  nodes: Nodes;
  first: Desk;
  second: Desk;
  colleague: Person;
}

/** Two nodes of one desk. Everybody signs in at the first; tests say who is connected to the second. */
const test = base.extend<Pick<Fixtures, "colleague">, Omit<Fixtures, "colleague">>({
  nodes: [
    async ({}, use) => {
      const nodes = await Nodes.start(2);
      await use(nodes);
      await nodes.dispose();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  first: [async ({ nodes }, use) => use(nodes.all[0] as Desk), { scope: "worker" }],
  second: [async ({ nodes }, use) => use(nodes.all[1] as Desk), { scope: "worker" }],
  desk: [async ({ first }, use) => use(first), { scope: "worker" }],
  people: [async ({ first }, use) => use(await hirePeople(first)), { scope: "worker", timeout: 60_000 }],
  cast: async ({ people }, use) => use(await castOf(people)),
  colleague: async ({ cast }, use) => {
    const colleague = await cast.admin.hire(`Cleo Colleague ${unique()}`, ["agent"]);
    await cast.admin.put(`/projects/${cast.project.id}/members/${colleague.id}`);
    await use(colleague);
  },
});

const by = (person: Person) => (payload: Json) => payload.agentId === person.id;

const viewers = (payload: Json) => payload.viewers.map(({ agentId }: Json) => agentId);

async function view(tab: Tab, ticketId: string): Promise<Json> {
  const ack = await tab.ask("ticket:view", { ticketId });
  expect(ack).toMatchObject({ ok: true });
  return ack;
}

const newTicket = ({ sales, project }: Cast) => sales.createTicket({ projectId: project.id });

test("what is done at one node is heard at the other, and by no stranger there", async ({ cast, open, second }) => {
  const { agent, sales, stranger, project } = cast;
  const [there, foreign] = [await open(agent, { through: second }), await open(stranger, { through: second })];
  const ticket = await sales.createTicket({ projectId: project.id });
  await there.untilTicket("ticket:created", ticket.id);
  expect((await foreign.everythingSince(0, cast)).filter(({ payload }) => payload?.ticket?.id === ticket.id)).toEqual([]);
});

test("agents at different nodes see each other come, type, stop and go, and are warned", async ({ cast, open, second, colleague }) => {
  const { agent } = cast;
  const { id: ticketId } = await newTicket(cast);
  const [here, there] = [await open(agent), await open(colleague, { through: second })];
  await view(here, ticketId);
  expect(viewers(await view(there, ticketId))).toEqual([agent.id, colleague.id]);
  await here.until("agent:joined", by(colleague));
  for (const tab of [here, there]) await tab.until("collision:warning");
  await there.ask("ticket:typing", { ticketId });
  await here.until("agent:typing", by(colleague));
  await there.ask("ticket:stop_typing", { ticketId });
  await here.until("agent:stopped_typing", by(colleague));
  await there.ask("ticket:leave", { ticketId });
  await here.until("agent:left", by(colleague));
});

test("who only listens at one node hears who views at the other, and a customer does not", async ({ cast, open, second, colleague }) => {
  const { agent, sales } = cast;
  const { id: ticketId } = await newTicket(cast);
  const [early, customer] = [await open(colleague, { through: second }), await open(sales, { through: second })];
  for (const tab of [early, customer]) await tab.join("ticket", ticketId);
  const here = await open(agent);
  await view(here, ticketId);
  await early.until("agent:joined", by(agent));
  const late = await open(colleague, { through: second });
  await late.join("ticket", ticketId);
  await late.until("viewers:updated", (payload) => viewers(payload).includes(agent.id));
  await here.ask("ticket:leave", { ticketId });
  for (const tab of [early, late]) await tab.until("agent:left", by(agent));
  const heard = await customer.everythingSince(0, cast);
  expect(heard.filter(({ name }) => name.startsWith("agent:") || name.startsWith("viewers:"))).toEqual([]);
});

test("who is online at one node is shown at the other, with their availability", async ({ cast, open, second, colleague }) => {
  const here = await open(cast.agent);
  const there = await open(colleague, { through: second });
  const as = (availability: string) => (payload: Json) =>
    payload.projectId === cast.project.id &&
    payload.online.some((one: Json) => one.userId === colleague.id && one.availability === availability);
  const shown = await here.until("presence:updated", as("online"));
  expect(shown).not.toHaveProperty("partial");
  await there.ask("presence:set", { availability: "busy" });
  await here.until("presence:updated", as("busy"));
});

test("a broadcast for the moment reaches the room at both nodes, and nobody else", async ({ cast, open, second }) => {
  const { admin, agent, sales, team } = cast;
  const [here, there, outside] = [await open(agent), await open(agent, { through: second }), await open(sales, { through: second })];
  await admin.post("/admin/broadcasts", { room: `team:${team.id}`, event: "tea:ready", data: { kettle: 2 }, ephemeral: true });
  for (const tab of [here, there]) expect(await tab.until("tea:ready")).toMatchObject({ kettle: 2 });
  expect((await outside.everythingSince(0, cast)).filter(({ name }) => name === "tea:ready")).toEqual([]);
});

test("a session, a token and a file of one node serve at the other", async ({ cast, second }) => {
  const { agent, sales, project } = cast;
  const ticket = await sales.createTicket({ projectId: project.id });
  const file = await sales.attach(ticket.id);
  const there = (path: string, headers: Record<string, string>) => fetch(`${second.url}/api${path}`, { headers });
  expect((await there("/auth/me", { cookie: await agent.cookie() })).status).toBe(200);
  const download = await there(`/tickets/${ticket.id}/attachments/${file.id}`, { authorization: `Bearer ${agent.token}` });
  expect(download.status).toBe(200);
  expect((await download.text()).length).toBeGreaterThan(0);
});

test("without Redis everything durable goes on, presence says that it is partial, and heals by itself", async ({ nodes, cast, open, second, colleague }) => {
  const { agent, project } = cast;
  const { id: ticketId } = await newTicket(cast);
  const [here, there, listening] = [await open(agent), await open(colleague, { through: second }), await open(agent)];
  const { id: viewedThere } = await newTicket(cast);
  await listening.join("ticket", viewedThere);
  await view(there, viewedThere);
  await listening.until("agent:joined", by(colleague));
  await view(here, ticketId);
  await view(there, ticketId);
  await here.until("agent:joined", by(colleague));

  const [lost, unheard] = [here.mark, listening.mark];
  await nodes.redis.stop();
  await here.until("presence:updated", ({ projectId, partial }) => projectId === project.id && partial === true, lost);
  await here.until("agent:left", by(colleague), lost);
  await listening.until("agent:left", ({ ticketId: of, agentId }) => of === viewedThere && agentId === colleague.id, unheard);
  const ticket = await newTicket(cast);
  for (const tab of [here, there]) await tab.untilTicket("ticket:created", ticket.id);
  expect(viewers(await view(here, ticketId))).toEqual([agent.id]);
  for (const { url } of nodes.all) expect((await fetch(`${url}/q/health/ready`)).status).toBe(200);

  const back = here.mark;
  const heardAgain = listening.mark;
  await nodes.redis.start();
  await here.until("agent:joined", by(colleague), back);
  await listening.until("agent:joined", ({ ticketId: of, agentId }) => of === viewedThere && agentId === colleague.id, heardAgain);
  await here.until(
    "presence:updated",
    ({ projectId, partial, total }) => projectId === project.id && partial === undefined && total === 2,
    back,
  );
  expect(viewers(await view(there, ticketId)).sort()).toEqual([agent.id, colleague.id].sort());
});

test("a node that dies takes its viewers with it within 15 seconds", async ({ nodes, cast, open, colleague }) => {
  const third = await nodes.add();
  const { id: ticketId } = await newTicket(cast);
  const [here, there] = [await open(cast.agent), await open(colleague, { through: third })];
  await view(there, ticketId);
  await view(here, ticketId);
  const before = here.mark;
  const died = Date.now();
  await third.kill();
  await expect.poll(() => here.since(before).some(({ name, payload }) => name === "agent:left" && by(colleague)(payload)), { timeout: 15_000 }).toBe(true);
  await here.until("presence:updated", ({ projectId, total }) => projectId === cast.project.id && total === 1, before);
  expect(Date.now() - died).toBeLessThan(15_000);
});
