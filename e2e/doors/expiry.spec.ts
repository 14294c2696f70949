import { Person } from "../support/api.ts";
import { expect, test } from "../support/test.ts";

// A desk whose tokens and unauthenticated sockets end within the patience of a test.
test.use({ deskOptions: { env: { TOKEN_TTL: "5s", SOCKET_AUTH_TIMEOUT: "2s" } } });

test("when a token expires its socket is told before, then closed, and it opens no door", async ({ desk, open, prepare }) => {
  const admin = await Person.admin(desk);
  const tab = await open(admin);
  const ended = tab.once("disconnect");
  expect(await tab.until("auth:expiring")).toMatchObject({ in: expect.any(Number) });
  expect((await ended)[0]).toBe("io server disconnect");
  expect((await admin.call("GET", "/tickets")).status).toBe(401);
  const late = await prepare(admin);
  const refused = late.once("connect_error");
  late.socket.connect();
  expect((await refused)[0]).toMatchObject({ data: { code: 4001 } });
});

test("a socket that never shows who it is may do nothing and is closed", async ({ desk, prepare }) => {
  const tab = await prepare(await Person.admin(desk), { proof: "none" });
  tab.socket.connect();
  await tab.connected();
  const ended = tab.once("disconnect");
  for (const event of ["join_ticket", "ping_latency", "ticket:view", "nonsense"]) {
    expect(await tab.ask(event, { id: "1" }), event).toMatchObject({ ok: false, error: { code: "unauthenticated" } });
  }
  expect((await ended)[0]).toBe("io server disconnect");
  expect(tab.received).toEqual([]);
});
