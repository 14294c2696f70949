import { castOf, hirePeople } from "../support/cast.ts";
import { Desk } from "../support/desk.ts";
import { Postgres } from "../support/part.ts";
import { expect, test as base } from "../support/test.ts";

/** A desk on a PostgreSQL that can be taken away. */
const test = base.extend<object, { postgres: Postgres }>({
  postgres: [
    async ({}, use) => {
      const postgres = await Postgres.start();
      await use(postgres);
      await postgres.dispose();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  desk: [
    async ({ postgres }, use) => {
      const desk = await Desk.start({ env: { DATABASE_URL: postgres.url } });
      await use(desk);
      await desk.dispose();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  people: [async ({ desk }, use) => use(await hirePeople(desk)), { scope: "worker", timeout: 60_000 }],
  cast: async ({ people }, use) => use(await castOf(people)),
});

/** Longer than an answer of any kind may take. */
const AT_ONCE = 5_000;

test("without its database the desk says so at once, keeps its sockets open, and goes on when it is back", async ({ cast, open, desk, postgres }) => {
  const { agent, sales, project } = cast;
  const [mine, theirs] = [await open(agent), await open(sales)];
  const before = await sales.createTicket({ projectId: project.id });
  await mine.untilTicket("ticket:created", before.id);

  await postgres.stop();
  const asked = async (method: string, path: string, body?: object) => {
    const from = Date.now();
    const { status, headers, body: problem } = await agent.call(method, path, body && { body });
    expect(Date.now() - from, `${method} ${path}`).toBeLessThan(AT_ONCE);
    expect({ status, problem }).toMatchObject({ status: 503, problem: { code: "unavailable", detail: expect.any(String) } });
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  };
  await asked("GET", "/tickets");
  await asked("GET", `/tickets/${before.id}`);
  await asked("POST", "/tickets", { projectId: project.id, title: "A title", description: "A description" });
  await Promise.all(Array.from({ length: 30 }, () => asked("GET", "/tickets")));
  expect(await mine.ask("join_ticket", { id: before.id })).toMatchObject({ ok: false, error: { code: expect.any(String), message: expect.any(String) } });
  expect((await fetch(`${desk.url}/q/health/ready`)).status).toBe(503);
  expect((await fetch(`${desk.url}/q/health/live`)).status).toBe(200);
  for (const tab of [mine, theirs]) expect(await tab.ask("ping_latency")).toMatchObject({ ok: true });

  await postgres.start();
  await expect.poll(() => desk.isReady()).toBe(true);
  const after = await sales.createTicket({ projectId: project.id });
  await mine.untilTicket("ticket:created", after.id);
  expect(await mine.ask("join_ticket", { id: before.id })).toMatchObject({ ok: true });
  for (const tab of [mine, theirs]) expect(tab.received.filter(({ name }) => name === "authenticated")).toHaveLength(1);
});
