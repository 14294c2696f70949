import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";
import { expect } from "@playwright/test";
import { undescribed, undescribedAck } from "./asyncapi.ts";
import { SECRET, type Json, type Person } from "./api.ts";
import { somethingFor, type Cast } from "./cast.ts";

export interface Received {
  name: string;
  payload: Json;
}

export type Transport = "websocket only" | "polling only" | "polling, then the upgrade";

export const TRANSPORTS: Transport[] = ["websocket only", "polling only", "polling, then the upgrade"];

const WITHIN = 10_000;

/** Tickets that were created only so that something must arrive. */
const fences = new Set<string>();

/** How a connection shows who it is. */
export type Proof = "auth" | "bearer" | "cookie" | "event" | "none";

export interface TabOptions {
  transport?: Transport;
  proof?: Proof;
  auth?: Record<string, unknown>;
  reconnection?: boolean;
  extraHeaders?: Record<string, string>;
  /** Where the desk is reached, when not at its own address. */
  through?: { url: string };
}

/** The official client as one open tab of somebody, with everything it has received. */
export class Tab {
  readonly received: Received[] = [];
  /** What travelled otherwise than `docs/asyncapi.yaml` says. */
  readonly undescribed: string[] = [];
  private readonly watchers = new Set<() => void>();

  private constructor(
    readonly person: Person,
    readonly socket: Socket,
  ) {
    socket.onAny((name: string, payload: Json) => {
      this.received.push({ name, payload });
      this.undescribed.push(...undescribed(name, payload));
      for (const check of [...this.watchers]) check();
    });
  }

  /** Returns when the server has said `authenticated`. */
  static async open(person: Person, options: TabOptions = {}): Promise<Tab> {
    const tab = await Tab.prepare(person, options);
    tab.socket.connect();
    try {
      if (options.proof === "event") {
        await tab.connected();
        expect(await tab.ask("authenticate", { token: person.token })).toMatchObject({ ok: true });
      }
      await tab.until("authenticated");
      if (options.transport === "polling, then the upgrade") await tab.upgraded();
      return tab;
    } catch (failure) {
      tab.close();
      throw failure;
    }
  }

  /** A tab that has not connected yet. */
  static async prepare(person: Person, options: TabOptions = {}): Promise<Tab> {
    const { proof = "auth", auth, reconnection = false } = options;
    const extraHeaders: Record<string, string> = {
      ...(proof === "bearer" ? { Authorization: `Bearer ${person.token}` } : {}),
      ...(proof === "cookie" ? { Cookie: await person.cookie() } : {}),
      ...options.extraHeaders,
    };
    const socket = connectionTo(options.through ?? person.desk, {
      ...transportOptions(options.transport ?? "websocket only"),
      auth: { ...(proof === "auth" ? { token: person.token } : {}), ...auth },
      extraHeaders,
      reconnection,
    });
    return new Tab(person, socket);
  }

  /** How many have been received; what comes later comes after this mark. */
  get mark(): number {
    return this.received.length;
  }

  since(mark: number): Received[] {
    return this.received.slice(mark);
  }

  /** The payloads of an event about a ticket. */
  about(ticketId: string, name?: string): Received[] {
    return this.received.filter(
      (one) => one.payload?.ticket?.id === ticketId && (name === undefined || one.name === name),
    );
  }

  /** The payload of the first event of this name that `accepts`, received already or in time. */
  async until(name: string, accepts: (payload: Json) => boolean = () => true, from = 0): Promise<Json> {
    const find = () => this.received.slice(from).find((one) => one.name === name && accepts(one.payload));
    const already = find();
    if (already) return already.payload;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(limit);
        this.watchers.delete(check);
      };
      const check = () => {
        const found = find();
        if (!found) return;
        stop();
        resolve(found.payload);
      };
      const limit = setTimeout(() => {
        stop();
        reject(new Error(`${this.person.name} did not receive ${name}; received:\n${this.summary(from)}`));
      }, WITHIN);
      this.watchers.add(check);
    });
  }

  /** The event of this name about a ticket. */
  untilTicket(name: string, ticketId: string, from = 0): Promise<Json> {
    return this.until(name, (payload) => payload?.ticket?.id === ticketId, from);
  }

  /** The notification with this text. */
  untilTold(message: string, from = 0): Promise<Json> {
    return this.until("notification", (payload) => payload?.message === message, from);
  }

  /**
   * Returns what came since `mark` and before something that must come: there is no more to wait
   * for. The fences themselves, this one and earlier ones, are not among it, nor is who is online,
   * which staff are told whenever any tab comes or goes.
   */
  async everythingSince(mark: number, cast: Cast): Promise<Received[]> {
    const fence = await somethingFor(this.person, cast);
    fences.add(fence.id);
    await this.untilTicket("ticket:created", fence.id, mark);
    await this.untilTicket("notification", fence.id, mark);
    return this.since(mark).filter(
      ({ name, payload }) => name !== "presence:updated" && !fences.has(payload?.ticket?.id),
    );
  }

  /** Sends an event and returns its acknowledgement. */
  async ask(event: string, payload?: unknown): Promise<Json> {
    const socket = this.socket.timeout(WITHIN);
    const ack = await (payload === undefined ? socket.emitWithAck(event) : socket.emitWithAck(event, payload));
    this.undescribed.push(...undescribedAck(event, ack));
    return ack;
  }

  async join(kind: "ticket" | "queue" | "team" | "project", id: string): Promise<void> {
    expect(await this.ask(`join_${kind}`, { id })).toMatchObject({ ok: true });
  }

  connected(): Promise<void> {
    return this.socket.connected ? Promise.resolve() : this.once("connect").then(() => undefined);
  }

  /** The arguments of the next event of the client itself, such as `connect_error`. */
  once(event: "connect" | "connect_error" | "disconnect"): Promise<Json[]> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(
        () => reject(new Error(`${this.person.name}: no ${event} in time`)),
        // Coming back takes the client's own delays.
        event === "connect" ? 30_000 : WITHIN,
      );
      this.socket.once(event, (...args: Json[]) => {
        clearTimeout(limit);
        resolve(args);
      });
    });
  }

  private async upgraded(): Promise<void> {
    await expect.poll(() => this.socket.io.engine.transport.name, { message: "upgraded" }).toBe("websocket");
  }

  /** The distinct durable events since `mark`, oldest first, as ids. */
  durableIds(mark = 0): string[] {
    const durable = this.since(mark).filter(({ payload }) => payload?.seq !== undefined);
    return [...new Set(durable.map(({ payload }) => payload.id as string))];
  }

  summary(from = 0): string {
    return this.since(from)
      .map(({ name, payload }) => `  ${name} ${JSON.stringify(payload)}`)
      .join("\n");
  }

  close(): void {
    this.socket.disconnect();
  }
}

export function connectionTo({ url }: { url: string }, options: Partial<ManagerOptions & SocketOptions>): Socket {
  return io(url, { autoConnect: false, forceNew: true, reconnectionDelay: 100, reconnectionDelayMax: 500, ...options });
}

function transportOptions(transport: Transport): Partial<ManagerOptions> {
  switch (transport) {
    case "websocket only":
      return { transports: ["websocket"] };
    case "polling only":
      return { transports: ["polling"], upgrade: false };
    case "polling, then the upgrade":
      return { transports: ["polling", "websocket"] };
  }
}

/** Fields under which content would travel. */
const CONTENT = new Set(["body", "description", "tags", "filename", "fileName", "mediaType", "size", "email"]);

/** Payloads carry references only (contract, section 3): no text of people, at any depth. */
export function expectReferencesOnly(received: Received[]): void {
  // It tells a person who they are themselves.
  const faults = received.filter(({ name }) => name !== "authenticated").flatMap(({ name, payload }) => {
    const own = name === "notification" ? ["title", "message"] : [];
    const content = forbiddenKeys(payload, own).map((key) => `content in ${name}: ${key} of ${JSON.stringify(payload)}`);
    const text = JSON.stringify(payload)?.includes(SECRET) ? [`${name} carries a text that somebody wrote`] : [];
    return [...content, ...text];
  });
  expect(faults).toEqual([]);
}

function forbiddenKeys(value: Json, allowed: string[], path = ""): string[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    // `changes` is keyed by the fields' names; what may not be there is their text.
    const named = path.endsWith("changes");
    const forbidden = !named && (CONTENT.has(key) || (key === "title" && !allowed.includes(key)));
    return [...(forbidden ? [`${path}.${key}`] : []), ...forbiddenKeys(inner, allowed, `${path}.${key}`)];
  });
}
