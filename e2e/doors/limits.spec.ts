import { Person, type Json } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

// Limits that a test reaches.
const ROOMS = 8;
const QUEUED_BYTES = 15_000;
test.use({ deskOptions: { env: { MAX_ROOMS: String(ROOMS), MAX_OUTBOUND_QUEUE: String(QUEUED_BYTES) } } });

test("a socket that has joined as many rooms as it may is told so, until it leaves one", async ({ desk, open }) => {
  const admin = await Person.admin(desk);
  const projectId = (await admin.get("/projects")).items[0].id;
  const tickets: Json[] = [];
  for (let i = 0; i < ROOMS; i++) tickets.push(await admin.createTicket({ projectId }));
  const tab = await open(admin);
  const answers = [];
  for (const { id } of tickets) answers.push(await tab.ask("join_ticket", { id }));
  const joined = answers.filter(({ ok }) => ok).length;
  expect(joined).toBeGreaterThan(0);
  expect(answers[joined]).toMatchObject({ ok: false, error: { code: "invalid", message: expect.stringContaining("rooms") } });
  expect(await tab.ask("leave_ticket", { id: tickets[0].id })).toMatchObject({ ok: true });
  await tab.join("ticket", tickets[ROOMS - 1].id);
});

test("who missed more than may wait for a client is sent it at the pace at which it reads", async ({ desk, prepare }) => {
  const admin = await Person.admin(desk);
  const projectId = (await admin.get("/projects")).items[0].id;
  const start = await admin.eventsHead();
  for (let i = 0; i < 60; i++) await admin.createTicket({ projectId });
  const missed = await admin.eventsWithoutTimelines(start);
  expect(JSON.stringify(missed).length).toBeGreaterThan(QUEUED_BYTES);
  for (const transport of ["polling only", "websocket only"] as const) {
    const tab = await prepare(admin, { transport, auth: { after: start } });
    tab.socket.connect();
    await expect.poll(() => tab.durableIds(), { message: transport }).toEqual(missed.map(({ id }: Json) => id));
    expect(tab.socket.connected, transport).toBe(true);
  }
});
