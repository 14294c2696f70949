import type { Socket } from "socket.io-client";
import { logInfo } from "@/shared/log";
import { QUICK_ATTEMPTS, reconnectDelay } from "./backoff";
import { DESK_EVENTS, type Ack, type Authenticated, type DeskEvent } from "./events";
import { RecentIds } from "./recent-ids";

export type ConnectionState =
  | { phase: "connecting" }
  | { phase: "live" }
  | { phase: "reconnecting"; attempt: number }
  | { phase: "offline" };

export interface ConnectionHooks {
  /** The server refused or ended the session, or asks for its renewal. */
  onSessionDoubt: () => void;
  /** Events may have been missed: everything on screen must be read again. */
  onGap: () => void;
  /** From now on this ticket's events arrive; what was read of it before may be older. */
  onTicketJoined: (id: string) => void;
  /** A one-time ticket that proves the session again over the open socket. */
  wsTicket: () => Promise<string>;
}

/** The page's one socket. It outlives navigation, never gives up, and hands every event on once. */
export class RealtimeConnection {
  private readonly seen = new RecentIds();
  private readonly eventListeners = new Set<(event: DeskEvent) => void>();
  private readonly stateListeners = new Set<() => void>();
  private readonly restartListeners = new Set<() => void>();
  /** Open tickets and how many views hold each; the server forgets them with the connection. */
  private readonly tickets = new Map<string, number>();
  private state: ConnectionState = { phase: "connecting" };
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;
  /** The server knows nothing of an earlier session of this socket: rooms must be joined anew. */
  private fresh = true;
  private seq = 0;

  constructor(
    private readonly socket: Socket,
    private readonly hooks: ConnectionHooks,
  ) {
    this.listen();
  }

  start(): void {
    this.stopped = false;
    window.addEventListener("online", this.hurry);
    window.addEventListener("offline", this.wentOffline);
    window.addEventListener("focus", this.hurry);
    document.addEventListener("visibilitychange", this.hurry);
    this.socket.connect();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.hurry);
    window.removeEventListener("offline", this.wentOffline);
    window.removeEventListener("focus", this.hurry);
    document.removeEventListener("visibilitychange", this.hurry);
    this.socket.disconnect();
  }

  /** Tries at once instead of at the end of the delay. */
  readonly hurry = (): void => {
    if (this.stopped || this.timer === undefined || document.visibilityState === "hidden") return;
    this.tryNow();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.stateListeners.add(listener);
    return () => this.stateListeners.delete(listener);
  };

  readonly snapshot = (): ConnectionState => this.state;

  /** The log's position this page has seen. */
  get position(): number {
    return this.seq;
  }

  onEvent(listener: (event: DeskEvent) => void): () => void {
    this.eventListeners.add(listener);
    return () => this.eventListeners.delete(listener);
  }

  onRestarting(listener: () => void): () => void {
    this.restartListeners.add(listener);
    return () => this.restartListeners.delete(listener);
  }

  /** Subscribes to a ticket until the returned function is called, across reconnections. */
  holdTicket(id: string): () => void {
    const holders = this.tickets.get(id) ?? 0;
    this.tickets.set(id, holders + 1);
    if (holders === 0) this.send("join_ticket", id);
    return () => {
      const left = (this.tickets.get(id) ?? 1) - 1;
      if (left > 0) {
        this.tickets.set(id, left);
      } else {
        this.tickets.delete(id);
        if (this.socket.connected) this.send("leave_ticket", id);
      }
    };
  }

  private send(command: "join_ticket" | "leave_ticket", id: string): void {
    if (!this.socket.connected) {
      // Joined by `restore` as soon as there is a connection.
      logInfo("Socket not connected");
      return;
    }
    this.socket.timeout(10_000).emit(command, { id }, (failure: Error | null, ack?: Ack) => {
      if (failure) logInfo(`${command} ${id}: no answer`);
      else if (ack && !ack.ok) logInfo(`${command} ${id}: ${ack.error.code}`);
      else if (command === "join_ticket") this.hooks.onTicketJoined(id);
    });
  }

  private listen(): void {
    const { socket } = this;
    socket.on("connect", () => {
      if (this.attempt > 0) logInfo(`WebSocket reconnected after ${this.attempt} attempts`);
      logInfo(`WebSocket connected: ${socket.id ?? ""}`);
      this.fresh = !socket.recovered;
      if (socket.recovered) this.becomeLive();
    });
    socket.on("authenticated", (who: Authenticated) => {
      logInfo(`WebSocket authenticated: ${who.email}`);
      // It comes again when credentials are renewed; nothing is to be restored then.
      if (this.fresh) this.restore(who);
      this.becomeLive();
    });
    socket.on("disconnect", (reason) => {
      logInfo(`WebSocket disconnected: ${reason}`);
      // The server ends a socket on purpose only when the credentials ended.
      if (reason === "io server disconnect") this.hooks.onSessionDoubt();
      this.retryLater();
    });
    socket.on("connect_error", (failure: Error & { data?: { code?: number } }) => {
      if (failure.data?.code === 4001 || failure.data?.code === 4003) this.hooks.onSessionDoubt();
      this.retryLater();
    });
    socket.on("auth:expiring", () => void this.renew());
    socket.on("server:restarting", () => this.restartListeners.forEach((listener) => listener()));
    socket.on("error", (failure: { event: string; code: string; message: string }) =>
      logInfo(`WebSocket error: ${failure.event} ${failure.code} ${failure.message}`),
    );
    for (const type of DESK_EVENTS) {
      socket.on(type, (payload: Omit<DeskEvent, "type">) => this.receive({ ...payload, type } as DeskEvent));
    }
  }

  private receive(event: DeskEvent): void {
    this.seq = Math.max(this.seq, event.seq);
    if (!this.seen.add(event.id)) return;
    for (const listener of this.eventListeners) listener(event);
  }

  /** The one place that brings a new session of the socket back to where the last one was. */
  private restore(who: Authenticated): void {
    this.fresh = false;
    for (const id of this.tickets.keys()) this.send("join_ticket", id);
    this.seq = Math.max(this.seq, who.cursor ?? 0);
    // The first time too: a change may have come between the first reads and this moment.
    this.hooks.onGap();
  }

  private async renew(): Promise<void> {
    try {
      this.socket.emit("authenticate", { ticket: await this.hooks.wsTicket() });
    } catch {
      this.hooks.onSessionDoubt();
    }
  }

  private becomeLive(): void {
    this.attempt = 0;
    if (this.state.phase === "live") return;
    this.change({ phase: "live" });
    logInfo("Real-time connection established");
  }

  private retryLater(): void {
    if (this.stopped || this.timer !== undefined) return;
    const next = this.attempt + 1;
    const quick = navigator.onLine && next <= QUICK_ATTEMPTS;
    this.change(quick ? { phase: "reconnecting", attempt: next } : { phase: "offline" });
    this.timer = setTimeout(() => this.tryNow(), reconnectDelay(next, Math.random()));
  }

  private tryNow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.attempt += 1;
    logInfo(`WebSocket reconnection attempt ${this.attempt}...`);
    this.socket.connect();
  }

  /** The browser knows first; the heartbeat would need more than a minute. */
  private readonly wentOffline = (): void => {
    if (this.socket.connected) this.socket.io.engine.close();
    else this.change({ phase: "offline" });
  };

  private change(state: ConnectionState): void {
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }
}
