import type { Socket } from "socket.io-client";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RealtimeConnection } from "./connection";
import type { DeskEvent } from "./events";

/** The part of the official client's socket that the connection uses, driven by hand. */
class FakeSocket {
  id = "s1";
  connected = false;
  recovered = false;
  connects = 0;
  readonly sent: unknown[][] = [];
  private readonly handlers = new Map<string, (...args: unknown[]) => void>();

  on(event: string, handler: (...args: unknown[]) => void): this {
    this.handlers.set(event, handler);
    return this;
  }

  timeout(): this {
    return this;
  }

  emit(event: string, payload: unknown, ack?: (failure: null, answer: unknown) => void): void {
    this.sent.push([event, payload]);
    ack?.(null, { ok: true });
  }

  connect(): void {
    this.connects += 1;
  }

  disconnect(): void {
    this.connected = false;
  }

  receive(event: string, ...args: unknown[]): void {
    if (event === "connect") this.connected = true;
    if (event === "disconnect") this.connected = false;
    this.handlers.get(event)?.(...args);
  }

  signIn(): void {
    this.receive("connect");
    this.receive("authenticated", { userId: "u1", email: "ann@example.org", name: "Ann", roles: ["agent"], cursor: 7 });
  }
}

const statusChange = { id: "e1", seq: 8, at: "2026-11-21T10:00:00.000Z", ticket: { id: "t9" } };

describe("RealtimeConnection", () => {
  let socket: FakeSocket;
  let connection: RealtimeConnection;
  let heard: DeskEvent[];
  const hooks = {
    onSessionDoubt: vi.fn(),
    onGap: vi.fn(),
    onTicketJoined: vi.fn(),
    wsTicket: () => Promise.resolve("ticket"),
  };

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, "random").mockReturnValue(0);
    vi.spyOn(console, "info").mockReturnValue();
    vi.clearAllMocks();
    socket = new FakeSocket();
    connection = new RealtimeConnection(socket as unknown as Socket, hooks);
    heard = [];
    connection.onEvent((event) => heard.push(event));
    connection.start();
  });

  afterEach(() => {
    connection.stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("is live once the server knows who is there, and reads again what may have changed before", () => {
    expect(connection.snapshot().phase).toBe("connecting");
    socket.signIn();
    expect(connection.snapshot().phase).toBe("live");
    expect(connection.position).toBe(7);
    expect(hooks.onGap).toHaveBeenCalledOnce();
  });

  it("hands a change on once, though it comes under several names", () => {
    socket.signIn();
    socket.receive("ticket:updated", statusChange);
    socket.receive("ticket:status_changed", statusChange);
    expect(heard.map(({ type }) => type)).toEqual(["ticket:updated"]);
    expect(connection.position).toBe(8);
  });

  it("joins an open ticket again after a connection that was not recovered", () => {
    socket.signIn();
    connection.holdTicket("t9");
    socket.receive("disconnect", "transport close");
    socket.signIn();
    expect(socket.sent).toEqual([
      ["join_ticket", { id: "t9" }],
      ["join_ticket", { id: "t9" }],
    ]);
    expect(hooks.onTicketJoined).toHaveBeenCalledTimes(2);
    expect(hooks.onGap).toHaveBeenCalledTimes(2);
  });

  it("trusts a recovered connection, which has replayed what was missed", () => {
    socket.signIn();
    connection.holdTicket("t9");
    socket.receive("disconnect", "transport close");
    socket.recovered = true;
    socket.signIn();
    expect(connection.snapshot().phase).toBe("live");
    expect(socket.sent).toHaveLength(1);
    expect(hooks.onGap).toHaveBeenCalledOnce();
  });

  it("leaves a ticket when its last view is gone", () => {
    socket.signIn();
    const views = [connection.holdTicket("t9"), connection.holdTicket("t9")];
    views[0]?.();
    expect(socket.sent).toHaveLength(1);
    views[1]?.();
    expect(socket.sent.at(-1)).toEqual(["leave_ticket", { id: "t9" }]);
  });

  it("never gives up, and calls itself offline after the quick attempts", () => {
    socket.signIn();
    socket.receive("disconnect", "transport close");
    expect(connection.snapshot()).toEqual({ phase: "reconnecting", attempt: 1 });
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      vi.advanceTimersByTime(wait * 1_000);
      socket.receive("connect_error", new Error("refused"));
    }
    expect(socket.connects).toBe(1 + 7);
    expect(connection.snapshot()).toEqual({ phase: "offline" });
  });

  it("tries at once when hurried, and not while there is nothing to hurry", () => {
    socket.signIn();
    connection.hurry();
    expect(socket.connects).toBe(1);
    socket.receive("disconnect", "transport close");
    connection.hurry();
    connection.hurry();
    expect(socket.connects).toBe(2);
  });

  it("doubts the session when the server ends or refuses the socket", () => {
    socket.signIn();
    socket.receive("disconnect", "io server disconnect");
    socket.receive("connect_error", Object.assign(new Error("expired"), { data: { code: 4001 } }));
    expect(hooks.onSessionDoubt).toHaveBeenCalledTimes(2);
  });

  it("renews its credentials without joining anything again", async () => {
    socket.signIn();
    socket.receive("auth:expiring", { in: 60_000 });
    await vi.advanceTimersByTimeAsync(0);
    expect(socket.sent).toEqual([["authenticate", { ticket: "ticket" }]]);
    socket.receive("authenticated", { userId: "u1", email: "ann@example.org", name: "Ann", roles: ["agent"] });
    expect(hooks.onGap).toHaveBeenCalledOnce();
  });
});
