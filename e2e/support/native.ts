import WebSocket from "ws";
import { expect } from "@playwright/test";
import { undescribedClose, undescribedFrame } from "./asyncapi.ts";
import type { Json, Person } from "./api.ts";
import { expectReferencesOnly } from "./tab.ts";

const WITHIN = 10_000;

export const NOTIFICATIONS = "/ws/notifications/";

export const ticketsOf = (projectId: string): string => `/ws/projects/${projectId}/tickets/`;

/** What travelled otherwise than `docs/asyncapi.yaml` says since somebody looked. */
const undescribed: string[] = [];

export function takeUndescribed(): string[] {
  return undescribed.splice(0);
}

/** What a client finds when nobody has closed the connection. */
const ABNORMAL = 1006;

/** How the server ended a connection. */
export interface Closed {
  code: number;
  reason: string;
}

export type NativeProof = "ticket" | "token" | "cookie" | "none";

/** A native WebSocket as a plain program has it: no Socket.IO, no library of the desk's. */
export class NativeTab {
  readonly received: Json[] = [];
  readonly closed: Promise<Closed>;
  /** Whether it was let in at all. */
  readonly opened: Promise<boolean>;
  private readonly watchers = new Set<() => void>();

  private constructor(
    readonly name: string,
    readonly socket: WebSocket,
    path: string,
  ) {
    socket.on("message", (data: Buffer) => {
      const frame = JSON.parse(data.toString());
      this.received.push(frame);
      undescribed.push(...undescribedFrame(path, frame));
      for (const check of [...this.watchers]) check();
    });
    // What ends a connection is told by its close.
    socket.on("error", () => {});
    this.opened = new Promise((resolve) => {
      socket.once("open", () => resolve(true));
      socket.once("close", () => resolve(false));
    });
    this.closed = new Promise((resolve) =>
      socket.once("close", (code: number, reason: Buffer) => {
        if (code !== ABNORMAL) undescribed.push(...undescribedClose(path, code));
        resolve({ code, reason: reason.toString() });
      }),
    );
  }

  /** Returns when the desk listens, so that what happens from now on is told. */
  static async open(person: Person, path: string, proof: NativeProof = "ticket"): Promise<NativeTab> {
    const tab = await NativeTab.attempt(person, path, proof);
    await tab.ping();
    return tab;
  }

  /** One that may be refused. */
  static async attempt(
    person: Person,
    path: string,
    proof: NativeProof = "ticket",
    through: { port: number } = person.desk,
  ): Promise<NativeTab> {
    const query = await queryOf(person, proof);
    const headers = proof === "cookie" ? { cookie: await person.cookie() } : {};
    return NativeTab.dial(through, path + query, headers, person.name);
  }

  static dial(desk: { port: number }, pathAndQuery: string, headers: Record<string, string> = {}, name = "somebody"): NativeTab {
    const url = new URL(pathAndQuery, `ws://localhost:${desk.port}`);
    return new NativeTab(name, new WebSocket(url, { headers }), url.pathname);
  }

  get mark(): number {
    return this.received.length;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  /** The first message that `accepts`, received already or in time. */
  async until(accepts: (message: Json) => boolean, from = 0): Promise<Json> {
    const find = () => this.received.slice(from).find(accepts);
    const already = find();
    if (already) return already;
    return new Promise((resolve, reject) => {
      const stop = () => {
        clearTimeout(limit);
        this.watchers.delete(check);
      };
      const check = () => {
        const found = find();
        if (!found) return;
        stop();
        resolve(found);
      };
      const limit = setTimeout(() => {
        stop();
        reject(new Error(`${this.name} did not receive it; received:\n${JSON.stringify(this.received.slice(from))}`));
      }, WITHIN);
      this.watchers.add(check);
    });
  }

  /** Sends and returns the first message of `type` since. */
  async ask(message: unknown, type: string): Promise<Json> {
    const { mark } = this;
    if (this.socket.readyState === WebSocket.CONNECTING) {
      await new Promise((resolve, reject) => this.socket.once("open", resolve).once("close", reject));
    }
    this.send(message);
    return this.until((one) => one.type === type, mark);
  }

  async ping(): Promise<void> {
    expect(await this.ask({ type: "ping" }, "pong")).toEqual({ type: "pong" });
  }

  /** The actions told of a ticket, in order. */
  actions(ticketId: string): string[] {
    return this.received
      .filter(({ type, data }) => type === "ticket_update" && data.ticket?.id === ticketId)
      .map(({ action }) => action);
  }

  untilAction(action: string, ticketId: string): Promise<Json> {
    return this.until((one) => one.action === action && one.data.ticket?.id === ticketId);
  }

  close(): void {
    this.socket.terminate();
    expectReferencesOnly(
      this.received
        .filter(({ type }) => type !== "error")
        .map((message) => ({ name: message.type, payload: message.data ?? message })),
    );
  }
}

async function queryOf(person: Person, proof: NativeProof): Promise<string> {
  switch (proof) {
    case "ticket":
      return `?ticket=${(await person.post("/auth/ws-ticket")).ticket}`;
    case "token":
      return `?token=${person.token}`;
    case "cookie":
    case "none":
      return "";
  }
}
