import type { Page } from "@playwright/test";
import type { Json, Person } from "../support/api.ts";
import { NOTIFICATIONS, ticketsOf } from "../support/native.ts";
import { expect, test } from "../support/native-test.ts";

// Chromium's own WebSocket and EventSource, on a page of the desk's origin that runs no script.

/** Signs a browser in; what its page receives is collected in the page. */
async function signIn(page: Page, person: Person): Promise<void> {
  const { email, password, desk } = person;
  expect((await page.request.post(`${desk.url}/api/auth/login`, { data: { email, password } })).status()).toBe(200);
  await page.goto(`${desk.url}/q/health/live`);
  await page.evaluate(() => Object.assign(globalThis, { received: [], ids: [], ended: null }));
}

function openSocket(page: Page, path: string): Promise<void> {
  return page.evaluate((to) => {
    const all = globalThis as Json;
    all.socket = new WebSocket(`ws://${location.host}${to}`);
    all.socket.onmessage = (event: MessageEvent) => all.received.push(JSON.parse(event.data));
    all.socket.onclose = ({ code, reason }: CloseEvent) => (all.ended = { code, reason });
  }, path);
}

function openStream(page: Page, query = ""): Promise<void> {
  return page.evaluate((to) => {
    const all = globalThis as Json;
    all.source = new EventSource(`/api/events/stream${to}`);
    all.source.onmessage = (event: MessageEvent) => {
      all.received.push(JSON.parse(event.data));
      all.ids.push(event.lastEventId);
    };
    return new Promise<void>((resolve) => (all.source.onopen = () => resolve()));
  }, query);
}

const received = (page: Page): Promise<Json[]> => page.evaluate(() => (globalThis as Json).received);
const closed = (page: Page): Promise<Json> => page.evaluate(() => (globalThis as Json).ended);
const send = (page: Page, message: object): Promise<void> =>
  page.evaluate((text) => (globalThis as Json).socket.send(text), JSON.stringify(message));

async function ping(page: Page): Promise<void> {
  await page.waitForFunction(() => (globalThis as Json).socket.readyState === WebSocket.OPEN);
  await send(page, { type: "ping" });
  await expect.poll(async () => (await received(page)).some(({ type }) => type === "pong")).toBe(true);
}

test("a browser's WebSocket comes in by its cookie and hears of tickets and notifications", async ({ page, cast }) => {
  const { sales, agent, project } = cast;
  await signIn(page, sales);
  await openSocket(page, NOTIFICATIONS);
  await ping(page);
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "in_progress" });
  const message = `Ticket ${ticket.number} status changed to In Progress`;
  await expect.poll(async () => (await received(page)).find((one) => one.message === message)?.type).toBe("notification");
});

test("a browser sees each refusal's code, not 1006", async ({ page, cast, desk }) => {
  const { agent, otherProject } = cast;
  await page.goto(`${desk.url}/q/health/live`);
  await openSocket(page, NOTIFICATIONS);
  await expect.poll(() => closed(page)).toMatchObject({ code: 4001 });
  await signIn(page, agent);
  for (const path of [ticketsOf(otherProject.id), ticketsOf("nothing")]) {
    await page.evaluate(() => ((globalThis as Json).ended = null));
    await openSocket(page, path);
    await expect.poll(() => closed(page)).toMatchObject({ code: 4003 });
  }
  await page.evaluate(() => ((globalThis as Json).ended = null));
  await openSocket(page, NOTIFICATIONS);
  await ping(page);
  await page.evaluate(() => {
    for (let i = 0; i < 400; i++) (globalThis as Json).socket.send('{"type":"ping"}');
  });
  await expect.poll(() => closed(page)).toMatchObject({ code: 4008 });
  await openSocket(page, NOTIFICATIONS);
  await page.waitForFunction(() => (globalThis as Json).socket.readyState === WebSocket.OPEN);
  await page.evaluate(() => (globalThis as Json).socket.send("x".repeat(1_000_001)));
  await expect.poll(() => closed(page)).toMatchObject({ code: 1009 });
});

test("a browser that is signed out elsewhere is closed at once", async ({ page, cast }) => {
  const { agent, project, desk } = { ...cast, desk: cast.agent.desk };
  await signIn(page, agent);
  await openSocket(page, ticketsOf(project.id));
  await ping(page);
  await page.request.post(`${desk.url}/api/auth/logout`, { headers: { origin: desk.url } });
  await expect.poll(() => closed(page)).toMatchObject({ code: 4001 });
});

test("an EventSource hears the feed, with positions as ids, and nothing that is not for it", async ({ page, cast }) => {
  const { sales, agent, project } = cast;
  await signIn(page, sales);
  const after = await sales.eventsHead();
  await openStream(page);
  const hidden = await agent.createTicket({ projectId: project.id });
  const ticket = await sales.createTicket({ projectId: project.id });
  await agent.patchTicket(ticket.id, { status: "waiting", priority: "high" });
  await agent.comment(ticket.id, true);
  await agent.comment(ticket.id);
  await expect
    .poll(async () => (await received(page)).filter(({ ticket: of }) => of?.id === ticket.id).map(({ type }) => type))
    .toContain("comment:added");
  // What was committed just now gets its place in the feed a moment later.
  const missing = async () => (await sales.eventsAfter(after)).length - (await received(page)).length;
  await expect.poll(missing).toBe(0);
  const feed = await sales.eventsAfter(after);
  const events = await received(page);
  expect(events).toEqual(feed);
  expect(await page.evaluate(() => (globalThis as Json).ids)).toEqual(feed.map(({ seq }) => String(seq)));
  expect(JSON.stringify(events)).not.toContain(hidden.id);
});

test("an EventSource that was cut off comes back by itself and misses nothing", async ({ page, cast }) => {
  const { sales, agent, project } = cast;
  await signIn(page, agent);
  const after = await agent.eventsHead();
  await openStream(page);
  const ticket = await sales.createTicket({ projectId: project.id });
  await expect.poll(async () => (await received(page)).some(({ ticket: of }) => of?.id === ticket.id)).toBe(true);
  await page.context().setOffline(true);
  await agent.patchTicket(ticket.id, { status: "waiting" });
  await agent.patchTicket(ticket.id, { status: "resolved" });
  await page.context().setOffline(false);
  await agent.patchTicket(ticket.id, { priority: "low" });
  const low = async () => (await received(page)).some(({ type, ticket: of }) => of?.id === ticket.id && type === "ticket:priority_changed");
  await expect.poll(low, { timeout: 20_000 }).toBe(true);
  const missing = async () => (await agent.eventsAfter(after)).length - (await received(page)).length;
  await expect.poll(missing).toBe(0);
  const seqs = (events: Json[]) => events.map(({ seq }) => seq);
  expect(seqs(await received(page))).toEqual(seqs(await agent.eventsAfter(after)));
});

test("an EventSource ends with the session", async ({ page, cast, desk }) => {
  await signIn(page, cast.agent);
  await openStream(page);
  await page.request.post(`${desk.url}/api/auth/logout`, { headers: { origin: desk.url } });
  await page.waitForFunction(() => (globalThis as Json).source.readyState === EventSource.CLOSED);
});
