import type { Page } from "@playwright/test";
import { unique } from "../support/api.ts";
import { castOf, hirePeople, type Cast } from "../support/cast.ts";
import { DeskPage } from "../support/page.ts";
import { expect, test } from "../support/test.ts";

test.describe("Checklist", () => {
  test.describe.configure({ mode: "serial" });

  let cast: Cast;
  let title: string;
  let number: string;
  /** Two tabs of one person in one browser. */
  let first: DeskPage;
  let second: Page;
  /** Addresses of the sockets that the first tab has opened. */
  const sockets: string[] = [];

  test.beforeAll(async ({ browser, desk }) => {
    // People of their own: the page offers the projects one is in, and these are in one.
    cast = await castOf(await hirePeople(desk));
    title = `The mirror is cracked ${unique()}`;
    number = (await cast.sales.createTicket({ projectId: cast.project.id, title })).number;
    first = await DeskPage.visit(browser, desk.url);
    first.page.on("websocket", (socket) => sockets.push(socket.url()));
    await first.signIn(cast.agent.email, cast.agent.password);
  });
  test.afterAll(() => first?.close());

  const inSecond = (text: string) => second.getByRole("region", { name: "Conversation" }).getByText(text);

  test("1: the desk starts without an error", async ({ desk }) => {
    expect(await desk.isReady()).toBe(true);
    expect(desk.printed).toContain("Deskwire is running");
    expect(desk.printed).not.toMatch(/\b(ERROR|FATAL)\b/);
  });

  test("2: the browser is connected by Socket.IO, and shows it", async ({ desk }) => {
    await first.expectLive();
    expect(sockets).toEqual([expect.stringContaining(`${desk.port}/socket.io/`)]);
  });

  test("3: a comment written in one tab appears in the other, which is not reloaded", async () => {
    await first.openTicket(title);
    second = await first.page.context().newPage();
    await second.goto(first.page.url());
    await second.evaluate(() => Object.assign(window, { notReloaded: true }));
    await expect(second.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await first.reply("It came from side to side.");
    await expect(inSecond("It came from side to side.")).toBeVisible();
    expect(await second.evaluate(() => "notReloaded" in window)).toBe(true);
  });

  test("4: a status that is set in one tab changes in the other", async () => {
    await second.goto(cast.agent.desk.url);
    const row = second.getByRole("row").filter({ hasText: number });
    await expect(row.getByRole("cell", { name: "Open", exact: true })).toBeVisible();
    await first.setStatus("In Progress");
    await expect(row.getByRole("cell", { name: "In Progress" })).toBeVisible();
  });

  test("5: a file that is uploaded is announced at once to whoever has the ticket open", async () => {
    const { items } = await cast.sales.get(`/tickets?project=${cast.project.id}`);
    await cast.sales.attach(items[0].id);
    await expect(first.toast(`New attachment on ticket ${number}`)).toBeVisible();
    await expect(first.attachments.getByText(/\.txt/)).toBeVisible();
  });

  test("6: one connection outlives all navigation", async () => {
    await first.showList();
    await first.openTicket(title);
    await first.page.goBack();
    await first.openTicket(title);
    await first.expectLive();
    expect(sockets).toHaveLength(1);
  });

  test("7: after a brief disconnection the page is live again by itself, and shows what it missed", async () => {
    await first.remember();
    await first.page.context().setOffline(true);
    await expect(first.indicator(/^(Reconnecting.*|Offline)$/)).toBeVisible();
    const { items } = await cast.sales.get(`/tickets?project=${cast.project.id}`);
    const body = `Meanwhile ${unique()}`;
    await cast.sales.post(`/tickets/${items[0].id}/comments`, { body });
    await first.page.context().setOffline(false);
    await first.expectLive();
    await expect(first.conversation.getByText(body)).toBeVisible();
    await first.expectNotReloaded();
  });
});

test.describe("Events", () => {
  test("ticket:created reaches all clients that may read the ticket", async ({ cast, open }) => {
    const { sales, admin, agent, stranger, project } = cast;
    const tabs = await Promise.all([sales, admin, agent].map((person) => open(person)));
    const other = await open(stranger);
    const ticket = await sales.createTicket({ projectId: project.id });
    for (const tab of tabs) await tab.untilTicket("ticket:created", ticket.id);
    await other.everythingSince(0, cast);
    expect(other.about(ticket.id)).toEqual([]);
  });

  test("ticket:updated reaches them for a change of status, priority or assignee, viewers of the ticket included", async ({ cast, open }) => {
    const { sales, admin, agent, stranger, project, queue, team } = cast;
    const ticket = await admin.createTicket({ projectId: project.id, queueId: queue.id, reporterId: sales.id });
    // Not of the project: the open ticket alone brings them its events.
    const viewer = await admin.hire("Vera Viewer", ["agent"]);
    await admin.put(`/teams/${team.id}/members/${viewer.id}`);
    const tabs = await Promise.all([sales, admin, agent, viewer].map((person) => open(person)));
    await tabs[3]?.join("ticket", ticket.id);
    const other = await open(stranger);
    for (const patch of [{ status: "waiting" }, { priority: "high" }, { assigneeId: agent.id }]) {
      const { version } = await admin.patchTicket(ticket.id, patch);
      for (const tab of tabs) {
        await tab.until("ticket:updated", (payload) => payload.ticket.id === ticket.id && payload.ticket.version === version);
      }
    }
    await other.everythingSince(0, cast);
    expect(other.about(ticket.id)).toEqual([]);
  });

  for (const [event, what] of [
    ["comment:added", "comment"],
    ["attachment:added", "attach"],
  ] as const) {
    test(`${event} reaches those who have the ticket open, and them alone`, async ({ cast, open }) => {
      const { sales, admin, agent, project } = cast;
      const ticket = await sales.createTicket({ projectId: project.id });
      const [viewer, elsewhere] = [await open(agent), await open(agent)];
      await viewer.join("ticket", ticket.id);
      await admin[what](ticket.id);
      await viewer.untilTicket(event, ticket.id);
      await elsewhere.everythingSince(0, cast);
      expect(elsewhere.about(ticket.id, event)).toEqual([]);
    });
  }
});
