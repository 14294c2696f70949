import { LossyWire } from "../support/lossy-wire.ts";
import { NativeTab, NOTIFICATIONS, ticketsOf } from "../support/native.ts";
import { expect, test } from "../support/native-test.ts";
import { DeskPage } from "../support/page.ts";

// Plain WebSockets with a token in the address, as programs have them that know no Socket.IO.

const presenceOf = (projectId: string): string => `/ws/projects/${projectId}/presence/`;

const toldOf = (ticketId: string) => (message: { type: string; ticket?: { id: string } }) =>
  message.type === "notification" && message.ticket?.id === ticketId;

test.describe("What works now", () => {
  test("1: who has signed in connects to their notifications", async ({ cast, listen }) => {
    const tab = await listen(cast.sales, NOTIFICATIONS, "token");
    await tab.ping();
    const stranger = NativeTab.dial(cast.sales.desk, `${NOTIFICATIONS}?token=made-up`);
    expect((await stranger.closed).code).toBe(4001);
  });

  test("2: who chooses a project connects to its tickets and its presence, and to those of no other", async ({ cast, listen }) => {
    const { agent, project, otherProject } = cast;
    await listen(agent, ticketsOf(project.id), "token");
    const presence = await listen(agent, presenceOf(project.id), "token");
    expect(await presence.until(({ type }) => type === "presence_list")).toMatchObject({ projectId: project.id });
    for (const path of [ticketsOf(otherProject.id), presenceOf(otherProject.id)]) {
      expect((await (await NativeTab.attempt(agent, path, "token")).closed).code).toBe(4003);
    }
  });

  test("3: a new ticket is broadcast to all users of its project who may read it", async ({ cast, listen }) => {
    const { admin, agent, sales, stranger, project, otherProject } = cast;
    const tabs = await Promise.all([admin, agent, sales].map((person) => listen(person, ticketsOf(project.id), "token")));
    const other = await listen(stranger, ticketsOf(otherProject.id), "token");
    const ticket = await sales.createTicket({ projectId: project.id });
    for (const tab of tabs) {
      expect(await tab.untilAction("created", ticket.id)).toMatchObject({ type: "ticket_update", data: { ticket: { number: ticket.number } } });
    }
    const theirs = await stranger.createTicket({ projectId: otherProject.id });
    await other.untilAction("created", theirs.id);
    expect(other.actions(ticket.id)).toEqual([]);
  });

  test("4: a comment notifies the assignee and the reporter of its ticket, not its author", async ({ cast, listen }) => {
    const { admin, agent, sales, project } = cast;
    const ticket = await admin.createTicket({ projectId: project.id, reporterId: sales.id, assigneeId: agent.id });
    const [assignee, reporter, author] = await Promise.all([agent, sales, admin].map((person) => listen(person, NOTIFICATIONS, "token")));
    await admin.comment(ticket.id);
    const message = `New comment on ticket ${ticket.number}`;
    for (const tab of [assignee, reporter]) {
      expect(await tab?.until((one) => toldOf(ticket.id)(one) && one.message === message)).toMatchObject({ notification_type: "comment_added" });
    }
    // What must reach the author comes after what must not.
    const fence = await sales.createTicket({ projectId: project.id });
    await author?.until(toldOf(fence.id));
    expect(author?.received.filter(toldOf(ticket.id))).toEqual([]);
  });

  test("5: a ticket that is assigned notifies its assignee", async ({ cast, listen }) => {
    const { admin, agent, sales, project } = cast;
    const ticket = await sales.createTicket({ projectId: project.id });
    const tab = await listen(agent, NOTIFICATIONS, "token");
    await admin.patchTicket(ticket.id, { assigneeId: agent.id });
    expect(await tab.until(toldOf(ticket.id))).toMatchObject({
      id: expect.any(String),
      notification_type: "ticket_assigned",
      title: expect.any(String),
      message: expect.stringContaining(ticket.number),
      timestamp: expect.stringMatching(/Z$/),
    });
  });

  test("6: who was cut off and tries again until there is a way is let in, and has all they missed", async ({ cast, desk }) => {
    const { agent, sales, project } = cast;
    const wire = await LossyWire.sound(desk);
    const { port } = wire;
    const first = await NativeTab.attempt(agent, ticketsOf(project.id), "token", wire);
    await first.ping();
    const after = await agent.eventsHead();
    await wire.dispose();
    expect((await first.closed).code, "nobody said goodbye").toBe(1006);
    const ticket = await sales.createTicket({ projectId: project.id });
    await sales.patchTicket(ticket.id, { priority: "high" });

    let mended: LossyWire | undefined;
    let back: NativeTab | undefined;
    const waits = [50, 100, 200, 400, 800];
    for (const [attempt, wait] of waits.entries()) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (attempt === 2) mended = await LossyWire.sound(desk, port);
      const tab = await NativeTab.attempt(agent, ticketsOf(project.id), "token", { port });
      if (await tab.opened) {
        back = tab;
        break;
      }
    }
    try {
      expect(back, "came back").toBeDefined();
      await back?.ask({ type: "resume", after }, "resumed");
      expect(back?.actions(ticket.id)).toEqual(["created", "priority_changed"]);
    } finally {
      back?.close();
      await mended?.dispose();
    }
  });

  test("7: all tabs of a person receive each update", async ({ cast, listen }) => {
    const { agent, sales, project } = cast;
    const tabs = await Promise.all([1, 2, 3].map(() => listen(agent, ticketsOf(project.id), "token")));
    const ticket = await sales.createTicket({ projectId: project.id });
    await sales.patchTicket(ticket.id, { priority: "low" });
    for (const tab of tabs) {
      await tab.untilAction("priority_changed", ticket.id);
      expect(tab.actions(ticket.id)).toEqual(["created", "priority_changed"]);
    }
  });

  test("8: a notification appears as a toast by itself", async ({ browser, cast }) => {
    const { admin, agent, project } = cast;
    const page = await DeskPage.signedIn(browser, agent);
    const ticket = await admin.createTicket({ projectId: project.id, assigneeId: agent.id });
    await expect(page.toast(`Ticket ${ticket.number} was assigned to you`)).toBeVisible();
    await page.close();
  });
});
