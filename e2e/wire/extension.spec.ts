import { rmSync } from "node:fs";
import type { Json } from "../support/api.ts";
import { folderOfExtensions } from "../support/extension.ts";
import { NativeTab } from "../support/native.ts";
import { expect, test as base } from "../support/native-test.ts";
import type { Tab } from "../support/tab.ts";

const SCREEN = "/ws/standby/";

const test = base.extend({
  deskOptions: [
    async ({}, use) => {
      const folder = folderOfExtensions();
      await use({ env: { EXTENSIONS_DIR: folder, EXTENSION_STANDBY_MAX_HOURS: "2" } });
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: "worker" },
  ],
});

/** docs/asyncapi.yaml describes what the desk itself takes, and not this. */
const say = (tab: Tab, event: string, ...payload: unknown[]): Promise<Json> =>
  tab.socket.timeout(10_000).emitWithAck(event, ...payload);

test("who goes on call is told to all staff, to native screens and on the timeline, and to nobody else", async ({ cast, open, listen }) => {
  const { agent, stranger, sales } = cast;
  const [mine, others, outside] = await Promise.all([open(agent), open(stranger), open(sales)]);
  const screen = await listen(stranger, SCREEN);
  const rota = { entityType: "rota", entityId: "main" };
  expect(await others.ask("timeline:subscribe", rota)).toMatchObject({ ok: true });
  expect(await outside.ask("timeline:subscribe", rota)).toMatchObject({ ok: false, error: { code: "not_found" } });

  const taken = await say(mine, "standby:take", { minutes: 30 });
  expect(taken).toEqual({ ok: true, userId: agent.id, until: expect.stringMatching(/Z$/) });
  const { userId, until } = taken;
  for (const tab of [mine, others]) {
    expect(await tab.until("standby:changed", (told) => told.until === until)).toMatchObject({ userId, seq: expect.any(Number) });
  }
  expect(await screen.until((told) => told.until === until)).toEqual({ type: "standby:changed", userId, until });
  expect(await screen.ask({ type: "who" }, "who")).toEqual({ type: "who", userId, until });

  await others.until("timeline:new_item", ({ actor, entityType }) => entityType === "rota" && actor.id === agent.id);
  const { items } = await stranger.get("/timeline/rota/main");
  expect(items[0]).toMatchObject({ kind: "taken", title: `On call until ${until}`, actor: { id: agent.id } });
  expect((await sales.call("GET", "/timeline/rota/main")).status).toBe(404);

  const closed = await NativeTab.attempt(sales, SCREEN);
  expect((await closed.closed).code).toBe(4003);
  const heard = (await outside.everythingSince(0, cast)).map(({ name }) => name);
  expect(heard.filter((name) => name.startsWith("standby:") || name.startsWith("timeline:"))).toEqual([]);
});

test("who is on call is notified by whoever may read the ticket, and of no ticket that is not for them", async ({ cast, open }) => {
  const { agent, stranger, sales, admin } = cast;
  const [mine, others, asking] = await Promise.all([open(agent), open(stranger), open(sales)]);
  const ticket = await sales.createTicket({ projectId: cast.project.id });
  expect(await say(mine, "standby:take", { minutes: 30 })).toMatchObject({ ok: true });
  expect(await say(asking, "standby:page", { ticketId: ticket.id })).toMatchObject({ ok: true, userId: agent.id });
  expect(await mine.until("notification", (told) => told.notification_type === "standby_page")).toMatchObject({
    tier: "high",
    message: `${sales.name} needs you at the ticket ${ticket.id}`,
  });

  expect(await say(others, "standby:page", { ticketId: ticket.id })).toMatchObject({ error: { code: "not_found" } });
  expect(await say(others, "standby:page", {})).toMatchObject({ error: { code: "not_found" } });
  expect(await say(others, "standby:take", { minutes: 30 })).toMatchObject({ ok: true });
  expect(await say(asking, "standby:page", { ticketId: ticket.id })).toMatchObject({ error: { code: "invalid" } });
  expect((await stranger.get("/notifications")).items.map((told: Json) => told.notification_type)).not.toContain("standby_page");
  expect(await admin.get("/realtime/stats")).toMatchObject({ extensions: { standby: { stats: { onCall: true } } } });
});

test("a payload of another shape, a stranger to the role and a flood are refused like those of the desk's own events", async ({ cast, open }) => {
  const [mine, outside] = await Promise.all([open(cast.agent), open(cast.sales)]);
  const refused = async (tab: Tab, ...payload: unknown[]) => (await say(tab, "standby:take", ...payload)).error;
  expect(await refused(mine, { minutes: "soon" })).toEqual({ code: "invalid", message: "minutes cannot be used as it is." });
  expect(await refused(mine, "soon")).toMatchObject({ code: "invalid" });
  expect(await refused(mine)).toEqual({ code: "invalid", message: "minutes must be 1 or more" });
  expect(await refused(mine, { minutes: 121 })).toEqual({ code: "invalid", message: "minutes must be at most 120" });
  expect(await refused(outside, { minutes: 5 })).toEqual({ code: "forbidden", message: "Only staff can be on call." });
  expect(await say(await open(cast.sales, { proof: "event" }), "standby:brew")).toMatchObject({ error: { code: "invalid" } });
  const codes = new Set<string>();
  const flood = async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, () => refused(outside, { minutes: 5 })));
    answers.forEach(({ code }) => codes.add(code));
    return [...codes].sort();
  };
  await expect.poll(flood).toEqual(["forbidden", "rate_limited"]);
});

test("jars that cannot be used are told in the log and in the statistics, and the desk runs", async ({ cast, desk }) => {
  const { extensions } = await cast.admin.get("/realtime/stats");
  expect(extensions.standby).toMatchObject({
    jar: "standby.jar",
    state: "running",
    version: "0.1.0",
    events: ["standby:take", "standby:page"],
    paths: [SCREEN],
    entityTypes: ["rota"],
    failures: 0,
  });
  expect(extensions["a-letter.jar"]).toEqual({
    jar: "a-letter.jar",
    state: "failed",
    problem: expect.stringContaining("cannot be read as a jar"),
  });
  expect(extensions.failing).toMatchObject({ state: "failed", problem: expect.stringContaining("no coffee") });
  const letter = desk.printed.split("\n").findIndex((line) => line.includes("Extension a-letter.jar is left out: it cannot be read as a jar"));
  expect(desk.printed.split("\n")[letter + 1], "one line, and no trace").toMatch(/^\d{4}-/);
  expect(desk.printed).toMatch(/Extension failing\.jar is left out: .*no coffee/);
  expect(desk.printed).toContain("Extension standby is running (standby.jar)");
  expect((await cast.agent.call("GET", "/realtime/stats")).status).toBe(403);
});

test("an extension hears of every ticket in the order of the log, and one that fails at it holds up nobody", async ({ cast, desk }) => {
  const { admin, sales, stranger, project, otherProject } = cast;
  const head = await admin.eventsHead();
  const made: Json[] = [];
  for (let i = 0; i < 5; i++) {
    made.push(await sales.createTicket({ projectId: project.id }), await stranger.createTicket({ projectId: otherProject.id }));
  }
  const ofThese = (of: Json[]) => of.filter(({ ticket }) => made.some(({ id }) => id === ticket.id));
  const heard = async () => ofThese((await admin.get("/realtime/stats")).extensions.watching.stats.created);
  await expect.poll(async () => (await heard()).length).toBe(made.length);
  const feed = (await admin.eventsAfter(head)).filter(({ type }) => type === "ticket:created");
  expect(await heard(), "as clients hear it").toEqual(ofThese(feed));
  const { failures, lastFailure } = (await admin.get("/realtime/stats")).extensions.watching;
  expect(failures).toBeGreaterThanOrEqual(made.length);
  expect(lastFailure).toContain("no tea");
  expect(desk.printed).toMatch(/listener of ticket:created failed.*no tea/);
});

test("an extension is told once of a client that used it and is gone, and of nobody else", async ({ cast, open }) => {
  const { admin, agent, stranger, sales } = cast;
  const [used, also, never] = await Promise.all([open(agent), open(sales), open(stranger)]);
  for (const tab of [used, used, also]) expect(await say(tab, "watching:hello")).toEqual({ ok: true });
  const gone = async () => (await admin.get("/realtime/stats")).extensions.watching.stats.gone;
  expect(await gone()).toEqual([]);
  never.close();
  used.close();
  await expect.poll(gone).toEqual([agent.id]);
  also.close();
  await expect.poll(gone).toEqual([agent.id, sales.id]);
});
