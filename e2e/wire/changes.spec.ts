import { SECRET, type Person } from "../support/api.ts";
import type { Cast } from "../support/cast.ts";
import { expect, test } from "../support/test.ts";
import { expectReferencesOnly, TRANSPORTS, type Proof, type Received, type Tab, type TabOptions, type Transport } from "../support/tab.ts";

// What happens to a ticket, to whom it is told and to whom not, over each transport.

/** Credentials differ too, so that each way in is used over each transport. */
const PROOFS: Record<Transport, { sales: Proof; admin: Proof; stranger: Proof }> = {
  "websocket only": { sales: "auth", admin: "bearer", stranger: "cookie" },
  "polling only": { sales: "cookie", admin: "event", stranger: "auth" },
  "polling, then the upgrade": { sales: "bearer", admin: "cookie", stranger: "event" },
};

type Open = (person: Person, options?: TabOptions) => Promise<Tab>;

const notificationsIn = (received: Received[]) => received.filter(({ name }) => name === "notification");

for (const transport of TRANSPORTS) {
  test.describe(`Over ${transport}`, () => {
    const proofs = PROOFS[transport];

    /** A ticket of the sales user's, their tab, an admin's, and one of somebody who has nothing to do with it. */
    const onlookers = async ({ sales, admin, stranger, project }: Cast, open: Open) => {
      const ticket = await sales.createTicket({ projectId: project.id });
      const [mine, admins, strangers] = await Promise.all([
        open(sales, { transport, proof: proofs.sales }),
        open(admin, { transport, proof: proofs.admin }),
        open(stranger, { transport, proof: proofs.stranger }),
      ]);
      return { ticket, mine, admins, strangers };
    };

    test("admins hear of a ticket that a sales user creates, its other tabs too, and a stranger does not", async ({ cast, open }) => {
      const { sales, admin, stranger, project } = cast;
      const [mine, other, admins, strangers] = await Promise.all([
        open(sales, { transport, proof: proofs.sales }),
        open(sales, { transport }),
        open(admin, { transport, proof: proofs.admin }),
        open(stranger, { transport, proof: proofs.stranger }),
      ]);
      const before = { mine: mine.mark, other: other.mark, strangers: strangers.mark };

      const ticket = await sales.createTicket({ projectId: project.id, tags: [SECRET] });
      expect(ticket.number).toMatch(/^TKT-\d{8}-\d{4,}$/);

      const event = await admins.untilTicket("ticket:created", ticket.id);
      expect(event).toMatchObject({
        id: expect.any(String),
        seq: expect.any(Number),
        type: "ticket:created",
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        actor: { id: sales.id, name: sales.name },
        ticket: { id: ticket.id, number: ticket.number, version: 1, projectId: project.id },
      });
      expect(await admins.untilTold(`New ticket created: ${ticket.number}`)).toMatchObject({
        id: expect.any(String),
        notification_type: "ticket_created",
        title: expect.any(String),
        tier: "medium",
        timestamp: expect.any(String),
        ticket: { id: ticket.id, number: ticket.number },
      });

      expect(await mine.untilTicket("ticket:created", ticket.id)).toEqual(event);
      expect(await other.untilTicket("ticket:created", ticket.id)).toEqual(event);
      expect(notificationsIn(await mine.everythingSince(before.mine, cast))).toEqual([]);
      expect(notificationsIn(await other.everythingSince(before.other, cast)), "the actor's other tab").toEqual([]);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
    });

    test("the reporter hears that an admin changed the status, and the admin is not told of it", async ({ cast, open }) => {
      const { sales, admin, stranger, project } = cast;
      const ticket = await sales.createTicket({ projectId: project.id });
      const [mine, admins, otherAdmins, strangers] = await Promise.all([
        open(sales, { transport, proof: proofs.sales }),
        open(admin, { transport, proof: proofs.admin }),
        open(admin, { transport }),
        open(stranger, { transport, proof: proofs.stranger }),
      ]);
      const before = { admins: admins.mark, others: otherAdmins.mark, strangers: strangers.mark };

      await admin.patchTicket(ticket.id, { status: "in_progress" });

      const event = await mine.untilTicket("ticket:status_changed", ticket.id);
      expect(event).toMatchObject({
        type: "ticket:status_changed",
        actor: { id: admin.id },
        ticket: { id: ticket.id, number: ticket.number, version: 2 },
        changes: { status: { from: "open", to: "in_progress" } },
      });
      expect(await mine.untilTicket("ticket:updated", ticket.id)).toEqual({ ...event, type: "ticket:updated" });
      expect(await mine.untilTold(`Ticket ${ticket.number} status changed to In Progress`)).toMatchObject({
        notification_type: "status_changed",
        tier: "medium",
      });

      expect(await otherAdmins.untilTicket("ticket:status_changed", ticket.id)).toEqual(event);
      expect(notificationsIn(await admins.everythingSince(before.admins, cast))).toEqual([]);
      expect(notificationsIn(await otherAdmins.everythingSince(before.others, cast))).toEqual([]);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
    });

    test("everyone at a ticket receives a comment, and those it concerns are told", async ({ cast, open }) => {
      const { sales, admin, stranger, project } = cast;
      const ticket = await sales.createTicket({ projectId: project.id });
      const [mine, other, admins, strangers] = await Promise.all([
        open(sales, { transport, proof: proofs.sales }),
        open(sales, { transport }),
        open(admin, { transport, proof: proofs.admin }),
        open(stranger, { transport, proof: proofs.stranger }),
      ]);
      await Promise.all([mine, other, admins].map((tab) => tab.join("ticket", ticket.id)));
      const before = { mine: mine.mark, strangers: strangers.mark };

      const comment = await sales.comment(ticket.id);

      const event = await admins.untilTicket("comment:added", ticket.id);
      expect(event).toMatchObject({
        type: "comment:added",
        actor: { id: sales.id },
        ticket: { id: ticket.id, number: ticket.number },
        comment: { id: comment.id, internal: false },
      });
      expect(await admins.untilTold(`New comment on ticket ${ticket.number}`)).toMatchObject({
        notification_type: "comment_added",
        tier: "medium",
      });
      expect(await mine.untilTicket("comment:added", ticket.id)).toEqual(event);
      expect(await other.untilTicket("comment:added", ticket.id)).toEqual(event);
      // A public comment moves the ticket, by an event of its own.
      const moved = await mine.untilTicket("ticket:updated", ticket.id);
      expect(moved.ticket.version).toBe(2);
      expect(moved.id).not.toBe(event.id);
      expect(notificationsIn(await mine.everythingSince(before.mine, cast)), "of one's own comment").toEqual([]);

      const answer = await admin.comment(ticket.id);
      await mine.until("comment:added", (payload) => payload.comment.id === answer.id);
      await mine.untilTold(`New comment on ticket ${ticket.number}`);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
    });

    test("admins are alarmed when a sales user marks a ticket as urgent", async ({ cast, open }) => {
      const { sales } = cast;
      const { ticket, mine, admins, strangers } = await onlookers(cast, open);
      const before = { mine: mine.mark, strangers: strangers.mark };

      await sales.patchTicket(ticket.id, { priority: "urgent" });

      expect(await admins.untilTicket("ticket:priority_changed", ticket.id)).toMatchObject({
        changes: { priority: { from: "medium", to: "urgent" } },
      });
      expect(await admins.untilTold(`URGENT: Ticket ${ticket.number} marked as urgent!`)).toMatchObject({
        notification_type: "priority_changed",
        tier: "high",
      });
      expect(notificationsIn(await mine.everythingSince(before.mine, cast))).toEqual([]);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
    });

    test("an internal note reaches staff at the ticket and nobody else", async ({ cast, open }) => {
      const { sales, agent } = cast;
      const { ticket, mine, admins, strangers } = await onlookers(cast, open);
      await Promise.all([mine, admins].map((tab) => tab.join("ticket", ticket.id)));
      const position = await sales.eventsHead();
      const before = { mine: mine.mark, admins: admins.mark, strangers: strangers.mark };

      const note = await agent.comment(ticket.id, true);

      expect(await admins.untilTicket("comment:added", ticket.id, before.admins)).toMatchObject({
        comment: { id: note.id, internal: true },
      });
      expect((await mine.everythingSince(before.mine, cast)).filter(({ payload }) => payload.ticket?.id === ticket.id)).toEqual([]);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
      const feed = await sales.eventsAfter(position);
      expect(feed.filter((event) => event.ticket?.id === ticket.id)).toEqual([]);
      const seen = await sales.get(`/tickets/${ticket.id}`);
      expect(seen).toMatchObject({ version: ticket.version, updatedAt: ticket.updatedAt });
      expect((await sales.get(`/tickets/${ticket.id}/comments`)).items).toEqual([]);
    });

    test("files are announced to everyone at the ticket, those for staff to staff alone", async ({ cast, open }) => {
      const { agent } = cast;
      const { ticket, mine, admins, strangers } = await onlookers(cast, open);
      await Promise.all([mine, admins].map((tab) => tab.join("ticket", ticket.id)));
      const before = { mine: mine.mark, strangers: strangers.mark };

      const internal = await agent.attach(ticket.id, true);
      await admins.until("attachment:added", (payload) => payload.attachment.id === internal.id);
      const file = await agent.attach(ticket.id);
      const added = await mine.untilTicket("attachment:added", ticket.id);
      expect(added).toMatchObject({ type: "attachment:added", attachment: { id: file.id, internal: false } });
      await mine.untilTold(`New attachment on ticket ${ticket.number}`);

      await agent.delete(`/tickets/${ticket.id}/attachments/${internal.id}`);
      await agent.delete(`/tickets/${ticket.id}/attachments/${file.id}`);
      expect(await mine.untilTicket("attachment:deleted", ticket.id)).toMatchObject({
        attachment: { id: file.id, internal: false },
      });
      await admins.until("attachment:deleted", (payload) => payload.attachment.id === internal.id);

      const reached = await mine.everythingSince(before.mine, cast);
      expect(reached.filter(({ payload }) => payload.attachment?.id === internal.id)).toEqual([]);
      expect(await strangers.everythingSince(before.strangers, cast)).toEqual([]);
      expectReferencesOnly([...admins.received, ...reached]);
    });
  });
}
