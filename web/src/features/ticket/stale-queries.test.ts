import { describe, expect, it } from "vitest";
import type { DeskEvent, TicketEvent } from "@/shared/realtime/events";
import { staleQueries } from "./stale-queries";

const durable = { id: "e1", seq: 7, at: "2026-11-21T10:00:00.000Z" };

describe("staleQueries of tickets", () => {
  it.each<TicketEvent["type"]>([
    "ticket:created",
    "ticket:updated",
    "ticket:status_changed",
    "ticket:priority_changed",
    "ticket:assigned",
    "ticket:deleted",
  ])("reads lists and the ticket again on %s", (type) => {
    expect(staleQueries({ ...durable, type, ticket: { id: "t9" } })).toEqual([["tickets"], ["ticket", "t9", "detail"]]);
  });

  it("leaves tickets alone when a note is added", () => {
    const event: DeskEvent = {
      ...durable,
      type: "comment:added",
      ticket: { id: "t9" },
      comment: { id: "c1", internal: true },
    };
    expect(staleQueries(event)).toEqual([]);
  });
});
