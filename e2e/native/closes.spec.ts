import { connect } from "node:net";
import { randomBytes } from "node:crypto";
import { call, Person, unique } from "../support/api.ts";
import { castOf, hirePeople } from "../support/cast.ts";
import { Desk } from "../support/desk.ts";
import { NativeTab, NOTIFICATIONS, ticketsOf } from "../support/native.ts";
import { expect, test } from "../support/native-test.ts";
import { raw } from "../support/raw.ts";

test("missing, invalid and used credentials are accepted and closed with 4001", async ({ cast, desk, listen }) => {
  const { agent, project } = cast;
  const { ticket } = await agent.post("/auth/ws-ticket");
  const path = ticketsOf(project.id);
  const tab = NativeTab.dial(desk, `${path}?ticket=${ticket}`);
  await tab.ping();
  tab.close();
  for (const query of ["", "?ticket=", "?token=", "?token=garbage", `?ticket=${ticket}`, `?ticket=x&token=${agent.token}`]) {
    expect(await NativeTab.dial(desk, path + query).closed, query).toMatchObject({ code: 4001, reason: expect.stringMatching(/./) });
  }
  await listen(agent, path);
});

test("a project of others and one that does not exist are closed alike with 4003", async ({ cast, desk }) => {
  const { agent, stranger, otherProject, admin } = cast;
  const others = await NativeTab.attempt(agent, ticketsOf(otherProject.id));
  const nothing = await NativeTab.attempt(agent, ticketsOf("nothing"));
  const nothingForAdmins = await NativeTab.attempt(admin, ticketsOf("nothing"), "token");
  const closed = await others.closed;
  expect(closed.code).toBe(4003);
  expect(await nothing.closed).toEqual(closed);
  expect(await nothingForAdmins.closed).toEqual(closed);
  await (await NativeTab.open(stranger, ticketsOf(otherProject.id))).socket.terminate();
  expect(desk.printed).not.toMatch(/ERROR/);
});

test("who is deactivated is refused with 4003", async ({ cast, desk }) => {
  const person = await cast.admin.hire("Dora Deactivated", ["agent"]);
  await cast.admin.call("PATCH", `/users/${person.id}`, { body: { active: false } });
  expect((await NativeTab.dial(desk, `${NOTIFICATIONS}?token=${person.token}`).closed).code).toBe(4003);
});

test("who sends faster than they may is closed with 4008, and nobody else", async ({ cast, listen }) => {
  const [hasty, other] = [await listen(cast.agent, NOTIFICATIONS), await listen(cast.agent, NOTIFICATIONS)];
  for (let i = 0; i < 400; i++) hasty.send({ type: "ping" });
  expect((await hasty.closed).code).toBe(4008);
  await other.ping();
});

test("a message over one megabyte is closed with 1009, in one frame or in many", async ({ cast, listen }) => {
  const whole = await listen(cast.agent, NOTIFICATIONS);
  whole.send({ type: "ping", x: "x".repeat(1_000_001) });
  expect((await whole.closed).code).toBe(1009);
  const parts = await listen(cast.agent, NOTIFICATIONS);
  for (let i = 0; i < 11; i++) parts.socket.send("x".repeat(100_000), { fin: i === 10 });
  expect((await parts.closed).code).toBe(1009);
  const largest = await listen(cast.agent, NOTIFICATIONS);
  await largest.ask({ type: "ping", x: "x".repeat(900_000) }, "pong");
});

test("losing the project closes its socket with 4003 before the next event, and no other", async ({ cast, listen }) => {
  const { admin, agent, project } = cast;
  const [tickets, own, admins] = [
    await listen(agent, ticketsOf(project.id)),
    await listen(agent, NOTIFICATIONS),
    await listen(admin, ticketsOf(project.id)),
  ];
  await admin.delete(`/projects/${project.id}/members/${agent.id}`);
  const ticket = await admin.createTicket({ projectId: project.id });
  expect((await tickets.closed).code).toBe(4003);
  await admins.untilAction("created", ticket.id);
  expect(tickets.actions(ticket.id)).toEqual([]);
  await own.ping();
});

test("signing out, a new password and deactivation close at once", async ({ cast, desk, listen }) => {
  const { admin } = cast;
  const person = await admin.hire("Rita Revoked", ["agent"]);
  const cookie = await person.cookie();
  const bySession = NativeTab.dial(desk, NOTIFICATIONS, { cookie });
  const byToken = await listen(person, NOTIFICATIONS, "token");
  await bySession.ping();
  await call(desk, "POST", "/auth/logout", { headers: { cookie } });
  expect((await bySession.closed).code).toBe(4001);
  await byToken.ping();

  await person.post("/auth/password", { current: person.password, new: `another-${unique()}` });
  expect((await byToken.closed).code).toBe(4001);

  const leaver = await admin.hire("Leo Leaver", ["agent"]);
  const tab = await listen(leaver, NOTIFICATIONS);
  await admin.call("PATCH", `/users/${leaver.id}`, { body: { active: false } });
  expect([4001, 4003]).toContain((await tab.closed).code);
});

test("without an upgrade the answer is 426, beneath /ws/ nothing else is there", async ({ cast, desk }) => {
  expect(await raw(desk, "GET", NOTIFICATIONS)).toMatchObject({ status: 426, body: { code: "upgrade_required" } });
  expect((await cast.agent.call("GET", "/../ws/nothing/")).status).toBe(404);
});

test.describe("on a desk of its own", () => {
  test("an expired token is told before, then closed with 4001", async () => {
    const desk = await Desk.start({ env: { TOKEN_TTL: "4s" } });
    try {
      const admin = await Person.admin(desk);
      const tab = NativeTab.dial(desk, `${NOTIFICATIONS}?token=${admin.token}`);
      expect(await tab.until(({ type }) => type === "auth:expiring")).toMatchObject({ in: expect.any(Number) });
      expect((await tab.closed).code).toBe(4001);
      expect((await NativeTab.dial(desk, `${NOTIFICATIONS}?token=${admin.token}`).closed).code).toBe(4001);
    } finally {
      await desk.dispose();
    }
  });

  test("a restart is announced and closed with 1012; who comes back resumes, also after kill -9", async () => {
    test.setTimeout(150_000);
    const desk = await Desk.start();
    try {
      const cast = await castOf(await hirePeople(desk));
      const { sales, agent, project } = cast;
      const ticket = await sales.createTicket({ projectId: project.id });
      const first = await NativeTab.open(agent, ticketsOf(project.id));
      await agent.patchTicket(ticket.id, { status: "in_progress" });
      const seen: number = (await first.untilAction("status_changed", ticket.id)).data.seq;
      await desk.stop();
      expect((await first.closed).code).toBe(1012);
      expect(first.received.at(-1)).toMatchObject({ type: "server:restarting", in: expect.any(Number) });

      await desk.start();
      await agent.patchTicket(ticket.id, { priority: "high" });
      await desk.kill();
      await desk.start();
      const second = await NativeTab.open(agent, ticketsOf(project.id), "token");
      await second.ask({ type: "resume", after: seen }, "resumed");
      expect(second.actions(ticket.id)).toEqual(["priority_changed"]);
    } finally {
      await desk.dispose();
    }
  });

  test("who does not read is closed, the desk's memory stays flat, and nobody else waits", async () => {
    const desk = await Desk.start({
      env: { MAX_OUTBOUND_QUEUE: "64KB", MAX_EVENTS_PER_SECOND: "10000000", MAX_EVENT_BURST: "10000000" },
    });
    try {
      const admin = await Person.admin(desk);
      const other = await NativeTab.open(admin, NOTIFICATIONS);
      const gone = deaf(desk, `${NOTIFICATIONS}?token=${admin.token}`);
      await expect.poll(gone.isOver, { timeout: 45_000 }).toBe(true);
      await other.ping();
    } finally {
      await desk.dispose();
    }
  });

  test("a peer that answers no pings is dropped", async () => {
    const desk = await Desk.start({ env: { SOCKET_PING_INTERVAL: "1s", SOCKET_PING_TIMEOUT: "1s" } });
    try {
      const admin = await Person.admin(desk);
      const other = await NativeTab.open(admin, NOTIFICATIONS);
      const silent = handshake(desk, `${NOTIFICATIONS}?token=${admin.token}`);
      const ended = new Promise((resolve) => silent.once("close", resolve));
      silent.resume();
      await ended;
      await other.ping();
    } finally {
      await desk.dispose();
    }
  });
});

/** A client of raw TCP that has upgraded and answers nothing by itself. */
function handshake(desk: Desk, path: string) {
  const socket = connect(desk.port, "localhost");
  socket.on("error", () => {});
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: localhost:${desk.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\n\r\n`,
  );
  return socket;
}

/** Asks and asks, and reads no answer. */
function deaf(desk: Desk, path: string): { isOver: () => boolean } {
  const socket = handshake(desk, path);
  const frame = masked("{}");
  const batch = Buffer.concat(Array.from({ length: 2_000 }, () => frame));
  let over = false;
  socket.pause();
  socket.on("close", () => (over = true));
  const write = () => {
    while (!socket.destroyed && socket.write(batch));
  };
  socket.on("drain", write);
  write();
  return { isOver: () => over };
}

/** A text frame of a client (RFC 6455, section 5.2). */
function masked(text: string): Buffer {
  const mask = randomBytes(4);
  const data = Buffer.from(text).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | data.length]), mask, data]);
}
