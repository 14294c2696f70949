import { createServer, type AddressInfo } from "node:net";
import { call } from "../support/api.ts";
import { describedEvents } from "../support/asyncapi.ts";
import { LossyWire } from "../support/lossy-wire.ts";
import { DeskPage } from "../support/page.ts";
import { connectionTo, type Tab } from "../support/tab.ts";
import { expect, test } from "../support/test.ts";

// Sales and administration at one desk: A is the window of a sales user, B that of an administrator.

const told = (tab: Tab, ticketId: string) => tab.about(ticketId, "notification").map(({ payload }) => payload);

test.describe("Tests", () => {
  test("1: B is told of the ticket that A creates, and has it in the list", async ({ cast, open }) => {
    const { sales, admin, project } = cast;
    const b = await open(admin);
    const ticket = await sales.createTicket({ projectId: project.id });
    await b.untilTold(`New ticket created: ${ticket.number}`);
    await b.untilTicket("ticket:created", ticket.id);
    const { items } = await admin.get(`/tickets?project=${project.id}`);
    expect(items.map(({ number }: { number: string }) => number)).toEqual([ticket.number]);
  });

  test("2: A is told of the status that B sets, and has it in the list", async ({ cast, open }) => {
    const { sales, admin, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const a = await open(sales);
    await admin.patchTicket(ticket.id, { status: "in_progress" });
    await a.untilTold(`Ticket ${ticket.number} status changed to In Progress`);
    await a.untilTicket("ticket:status_changed", ticket.id);
    expect((await sales.get(`/tickets?project=${project.id}`)).items).toMatchObject([{ status: "in_progress" }]);
  });

  test("3: B is told of the comment that A writes at the ticket both have open, and can read it", async ({ cast, open }) => {
    const { sales, admin, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const [a, b] = [await open(sales), await open(admin)];
    await a.join("ticket", ticket.id);
    await b.join("ticket", ticket.id);
    const written = await sales.comment(ticket.id);
    await b.untilTold(`New comment on ticket ${ticket.number}`);
    const { comment } = await b.untilTicket("comment:added", ticket.id);
    expect(await admin.get(`/tickets/${ticket.id}/comments/${comment.id}`)).toEqual(written);
    await a.untilTicket("comment:added", ticket.id);
  });

  test("4: B is alarmed when A marks a ticket as urgent, and has it in the list", async ({ cast, open }) => {
    const { sales, admin, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const b = await open(admin);
    await sales.patchTicket(ticket.id, { priority: "urgent" });
    expect(await b.untilTold(`URGENT: Ticket ${ticket.number} marked as urgent!`)).toMatchObject({ tier: "high" });
    expect((await admin.get(`/tickets?project=${project.id}`)).items).toMatchObject([{ priority: "urgent" }]);
  });

  test("5: a client is disconnected when the server stops, and is back by itself, as another connection, when it runs again", async ({
    cast,
    desk,
    prepare,
  }) => {
    test.setTimeout(90_000);
    const { sales, admin, project } = cast;
    const a = await prepare(sales, { reconnection: true });
    a.socket.connect();
    await a.until("authenticated");
    const { id } = a.socket;
    let attempts = 0;
    a.socket.io.on("reconnect_attempt", () => attempts++);
    const [cut, back] = [a.once("disconnect"), a.once("connect")];
    await desk.stop();
    expect((await cut)[0]).toBe("transport close");
    await desk.start();
    await back;
    expect(attempts).toBeGreaterThan(0);
    expect(a.socket.id).not.toBe(id);
    const ticket = await admin.createTicket({ projectId: project.id, assigneeId: sales.id });
    await a.untilTicket("ticket:created", ticket.id);
  });
});

test.describe("Success criteria", () => {
  test("1: sessions are cookies that no script can read, and a connection needs one", async ({ cast, desk, open, prepare }) => {
    const { email, password } = cast.sales;
    const { headers } = await call(desk, "POST", "/auth/login", { body: { email, password } });
    expect(headers.getSetCookie().find((one) => one.startsWith("desk_session="))).toMatch(/; *HttpOnly/i);
    const mine = await open(cast.sales, { proof: "cookie" });
    expect(mine.received[0]).toMatchObject({ name: "authenticated", payload: { userId: cast.sales.id } });
    const forged = await prepare(cast.sales, { proof: "none", extraHeaders: { Cookie: "desk_session=made-up" } });
    forged.socket.connect();
    expect((await forged.once("connect_error"))[0]).toMatchObject({ data: { code: 4001 } });
    const nobody = await prepare(cast.sales, { proof: "none" });
    nobody.socket.connect();
    await nobody.connected();
    expect(await nobody.ask("join_project", { id: cast.project.id })).toMatchObject({ error: { code: "unauthenticated" } });
  });

  test("2: a client that finds no desk tries again after delays that double, and is back with the desk", async ({ cast, desk }) => {
    const reserved = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => reserved.once("listening", resolve));
    const { port } = reserved.address() as AddressInfo;
    await new Promise((resolve) => reserved.close(resolve));
    const socket = connectionTo(
      { url: `http://127.0.0.1:${port}` },
      { auth: { token: cast.sales.token }, reconnection: true, reconnectionDelay: 50, reconnectionDelayMax: 5_000, randomizationFactor: 0 },
    );
    const failed: number[] = [];
    socket.on("connect_error", () => failed.push(Date.now()));
    const greeted = new Promise((resolve) => socket.once("authenticated", resolve));
    socket.connect();
    await expect.poll(() => failed.length).toBe(5);
    const wire = await LossyWire.sound(desk, port);
    try {
      expect(await greeted).toMatchObject({ userId: cast.sales.id });
      const delays = failed.slice(1).map((at, i) => at - (failed[i] ?? 0));
      for (const [i, delay] of delays.slice(0, 4).entries()) expect(delay, `delay ${i + 1}`).toBeGreaterThanOrEqual(50 * 2 ** i - 5);
    } finally {
      socket.disconnect();
      await wire.dispose();
    }
  });

  test("3: a new ticket is a notification for administrators, which stays until it is read", async ({ cast, open }) => {
    const { sales, admin, project } = cast;
    const b = await open(admin);
    const ticket = await sales.createTicket({ projectId: project.id });
    const { id } = await b.untilTold(`New ticket created: ${ticket.number}`);
    const unread = async () => (await admin.get("/notifications?unread")).items.map((one: { id: string }) => one.id);
    expect(await unread()).toContain(id);
    await admin.post(`/notifications/${id}/read`);
    expect(await unread()).not.toContain(id);
  });

  test("4: a new status reaches whoever created the ticket and the administrators, and notifies all but who set it", async ({ cast, open }) => {
    const { sales, admin, agent, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const [a, b] = [await open(sales), await open(admin)];
    await agent.patchTicket(ticket.id, { status: "waiting" });
    const change = { changes: { status: { from: "open", to: "waiting" } }, actor: { id: agent.id } };
    for (const tab of [a, b]) expect(await tab.untilTicket("ticket:status_changed", ticket.id)).toMatchObject(change);
    await a.untilTold(`Ticket ${ticket.number} status changed to Waiting`);
    await admin.patchTicket(ticket.id, { status: "resolved" });
    await a.untilTold(`Ticket ${ticket.number} status changed to Resolved`);
    await b.everythingSince(b.mark, cast);
    expect(told(b, ticket.id).filter(({ notification_type }) => notification_type === "status_changed")).toEqual([]);
  });

  test("5: a comment is a notification for its ticket's reporter and assignee, not for its author", async ({ cast, open }) => {
    const { sales, admin, agent, project } = cast;
    const ticket = await admin.createTicket({ projectId: project.id, reporterId: sales.id, assigneeId: agent.id });
    const [a, assignee] = [await open(sales), await open(agent)];
    const message = `New comment on ticket ${ticket.number}`;
    await sales.comment(ticket.id);
    await assignee.untilTold(message);
    await a.everythingSince(0, cast);
    expect(told(a, ticket.id).filter(({ notification_type }) => notification_type === "comment_added")).toEqual([]);
    await agent.comment(ticket.id);
    await a.untilTold(message);
  });

  test("6: of the priorities, urgent alone is an alarm", async ({ cast, open }) => {
    const { sales, agent, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const a = await open(sales);
    await agent.patchTicket(ticket.id, { priority: "low" });
    await agent.patchTicket(ticket.id, { priority: "urgent" });
    await a.untilTold(`URGENT: Ticket ${ticket.number} marked as urgent!`);
    const tiers = told(a, ticket.id).map(({ notification_type, tier }) => `${notification_type} ${tier}`);
    expect(tiers).toEqual(["priority_changed medium", "priority_changed high"]);
  });

  test("7: events go by role: all to an administrator, to sales those of their own tickets, to others none", async ({ cast, open }) => {
    const { sales, admin, agent, stranger, project } = cast;
    const [a, b, other] = [await open(sales), await open(admin), await open(stranger)];
    const own = await sales.createTicket({ projectId: project.id });
    const foreign = await agent.createTicket({ projectId: project.id });
    for (const { id } of [own, foreign]) await b.untilTicket("ticket:created", id);
    const of = async (tab: Tab) => {
      const heard = await tab.everythingSince(0, cast);
      return heard.filter(({ name }) => name === "ticket:created").map(({ payload }) => payload.ticket.id);
    };
    expect(await of(a)).toEqual([own.id]);
    expect(await of(other)).toEqual([]);
  });

  test("8: without a connection the page says so and goes on working", async ({ browser, cast }) => {
    const { sales } = cast;
    const b = await DeskPage.visit(browser, sales.desk.url, async (page) => {
      await page.route(/\/socket\.io\//, (route) => route.abort());
      await page.routeWebSocket(/\/socket\.io\//, (socket) => socket.close());
    });
    await b.signIn(sales.email, sales.password);
    await expect(b.page.getByRole("banner")).toBeVisible();
    await expect(b.indicator(/^(Connecting|Reconnecting.*|Offline)$/)).toBeVisible();
    const title = "The train was late";
    const number = await b.createTicket(title, "Nobody told us.");
    await b.showList();
    await expect(b.row(number)).toBeVisible();
    const { items } = await sales.get("/tickets");
    expect(items.map((one: { title: string }) => one.title)).toContain(title);
    await b.close();
  });

  test("9: what is wrong is answered by what is wrong with it, and costs nobody the connection", async ({ cast, open }) => {
    const { sales, admin } = cast;
    const [a, b] = [await open(sales), await open(admin)];
    for (const [event, payload, code] of [
      ["join_ticket", { id: "absent" }, "not_found"],
      ["join_ticket", { id: 7 }, "invalid"],
      ["make:coffee", {}, "invalid"],
      ["ticket:view", {}, "invalid"],
      ["presence:set", { availability: "busy" }, "forbidden"],
    ] as const) {
      expect(await a.ask(event, payload), event).toMatchObject({ ok: false, error: { code, message: expect.any(String) } });
    }
    for (const tab of [a, b]) expect(await tab.ask("ping_latency")).toMatchObject({ ok: true });
  });

  test("10: the documents name every event and every call", async ({ desk }) => {
    expect(describedEvents).toEqual(
      expect.arrayContaining([
        "ticket:created",
        "ticket:status_changed",
        "ticket:priority_changed",
        "comment:added",
        "attachment:added",
        "attachment:deleted",
        "notification",
      ]),
    );
    const openapi = await (await fetch(`${desk.url}/openapi?format=json`)).json();
    for (const path of ["/api/auth/login", "/api/tickets", "/api/tickets/{id}/comments", "/api/tickets/{id}/attachments"]) {
      expect(Object.keys(openapi.paths).map((one) => one.replace(/\{[^}]*\}/g, "{id}"))).toContain(path);
    }
  });
});
