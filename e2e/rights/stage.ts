import { expectDescribed } from "../support/asyncapi.ts";
import { expectReferencesOnly, Tab, type Received } from "../support/tab.ts";
import { unique, type Json, type Person } from "../support/api.ts";
import type { Call } from "./calls.ts";
import { Deskhand } from "./deskhand.ts";
import { apply, once, type Heard } from "./happenings.ts";
import { events, type Role } from "./table.mjs";
import { World, type Name, type Room } from "./world.ts";

/** Told when it suits the desk, so counted by nobody; but nobody hears of them who may not. */
const PACED = Object.entries(events)
  .filter(([, { ephemeral, rooms }]) => ephemeral && !rooms.some((room) => room.endsWith(" connection")))
  .map(([event]) => event);

/** A desk and the world that it must be like: what the tabs of its people hear is held against the table. */
export class Stage {
  readonly world = new World();
  readonly hand = new Deskhand();
  readonly tabs = new Map<Name, Tab>();
  /** Of those whose account was closed. */
  private readonly gone: Tab[] = [];
  private readonly marks = new Map<Name, number>();
  private expected = new Map<Name, string[]>();
  /** What the other doors show of all the calls said. */
  readonly shown: Heard[] = [];
  /** Where each has stood, and which queues each has seen, at any moment since the last look. */
  private readonly stood = new Map<Name, Set<Room>>();
  private readonly seen = new Map<Name, Set<Name>>();
  private readonly queueNews = new Map<Name, number>();
  /** Who has typed at which ticket since they opened it: the desk says so once. */
  private readonly typing = new Set<string>();
  /** What whoever was sent away had heard wrongly. */
  private readonly wrong: string[] = [];

  constructor(private readonly root: Name) {}

  /** Somebody who has an account already. */
  meet(name: Name, person: Person, roles: Role[]): void {
    this.hand.meet(name, person);
    this.world.people.set(name, { roles });
  }

  async founded(kind: "project" | "team", name: Name): Promise<void> {
    const root = this.hand.person(this.root);
    const key = `K${unique().toUpperCase().slice(-9)}`;
    const { id } = await root.post(`/${kind}s`, { name: `${name} ${unique()}`, ...(kind === "project" && { key }) });
    this.hand.call(name, id);
    (kind === "project" ? this.world.projects : this.world.teams).set(name, new Set());
  }

  /** Opens somebody's tab. */
  async open(name: Name): Promise<Tab> {
    const tab = await Tab.open(this.hand.person(name));
    this.tabs.set(name, tab);
    this.marks.set(name, tab.mark);
    this.world.stands.set(name, new Set());
    this.world.settle();
    this.note();
    return tab;
  }

  /** Says calls one after the other, and keeps what each must be heard of. */
  async act(...calls: Call[]): Promise<void> {
    for (const call of calls) {
      await this.hand.say(call);
      const before = new Map([...this.tabs.keys()].map((name) => [name, this.world.queuesOf(name).join()]));
      const heard = apply(this.world, call);
      for (const { event, about, who } of heard) for (const name of who) this.expect(name, `${event} ${about}`);
      this.shown.push(...once(heard));
      for (const [name, queues] of before) {
        if (!this.world.closed.has(name) && queues !== this.world.queuesOf(name).join()) this.queueNews.set(name, (this.queueNews.get(name) ?? 0) + 1);
      }
      if (call.call === "close") await this.closed(call.who);
      if (call.call === "reopen") await this.open(call.who);
      this.note();
    }
  }

  /** The desk sends away whose account is closed; until then they have heard what they were to. */
  private async closed(name: Name): Promise<void> {
    const tab = this.tabs.get(name);
    if (!tab) return;
    if (tab.socket.connected) await tab.once("disconnect");
    this.wrong.push(...this.differencesOf(name, this.heardSince(tab, this.marks.get(name) ?? 0)));
    this.tabs.delete(name);
    this.gone.push(tab);
    for (const kept of [this.marks, this.expected, this.stood, this.seen, this.queueNews]) kept.delete(name);
  }

  private heardSince(tab: Tab, mark: number): Received[] {
    return tab.since(mark).filter((one) => !one.name.startsWith("fence:") && one.name !== "authenticated");
  }

  /** Keeps what a sight that was granted has made true. */
  viewed({ who, does, ticket }: { who: Name; does: string; ticket: Name }): void {
    const viewers = this.world.viewersOf(ticket);
    const typing = `${who} ${ticket}`;
    switch (does) {
      case "ticket:view":
        if (!viewers.has(who)) this.typing.delete(typing);
        viewers.add(who);
        this.world.stands.get(who)?.add(`ticket:${ticket}`);
        break;
      case "ticket:typing":
        this.typing.add(typing);
        break;
      case "ticket:leave":
        viewers.delete(who);
        this.typing.delete(typing);
        this.world.stands.get(who)?.delete(`ticket:${ticket}`);
        break;
    }
    this.note();
  }

  types(who: Name, ticket: Name): boolean {
    return this.typing.has(`${who} ${ticket}`);
  }

  /** Whether what the room is of was ever there: a shortened story may speak of what it never made. */
  knows(room: Room): boolean {
    return this.hand.has(room.split(":").at(-1) ?? "");
  }

  expect(name: Name, what: string): void {
    this.expected.set(name, [...(this.expected.get(name) ?? []), what]);
  }

  /** Asks for a room, and says what the table would not have answered. */
  async join(name: Name, room: Room): Promise<string[]> {
    const [kind = "", ...rest] = room.split(":");
    const tab = this.tab(name);
    const ack =
      kind === "timeline"
        ? await tab.ask("timeline:subscribe", { entityType: rest[0], entityId: this.hand.id(rest[1] ?? "") })
        : await tab.ask(`join_${kind}`, { id: this.hand.id(rest[0] ?? "") });
    const answer = this.world.room(name, room);
    const expected = ["auto", "join"].includes(answer) ? "ok" : answer;
    if (ack.ok) this.world.stands.get(name)?.add(room);
    this.note();
    return codeOf(ack) === expected ? [] : [`${name} joins ${room}: ${expected} by the table, ${codeOf(ack)} by the desk`];
  }

  async leave(name: Name, room: Room): Promise<void> {
    const [kind = "", ...rest] = room.split(":");
    const tab = this.tab(name);
    if (kind === "timeline") {
      await tab.ask("timeline:unsubscribe", { entityType: rest[0], entityId: this.hand.id(rest[1] ?? "") });
    } else {
      await tab.ask(`leave_${kind}`, { id: this.hand.id(rest[0] ?? "") });
    }
    this.world.stands.get(name)?.delete(room);
  }

  /** Waits until everybody has heard all that they will, and returns each difference from the table. */
  async differences(event = `fence:${unique()}`): Promise<string[]> {
    const root = this.hand.person(this.root);
    const roles = ["admin", "agent", "sales", "customer"];
    await Promise.all(roles.map((role) => root.post("/admin/broadcasts", { room: `role:${role}`, event, data: {} })));
    const wrong = await Promise.all(
      [...this.tabs].map(async ([name, tab]) => {
        const mark = this.marks.get(name) ?? 0;
        await tab.until(event, () => true, mark);
        this.marks.set(name, tab.mark);
        return this.differencesOf(name, this.heardSince(tab, mark));
      }),
    );
    this.expected = new Map();
    this.queueNews.clear();
    this.stood.clear();
    this.seen.clear();
    this.note();
    return [...this.wrong.splice(0), ...wrong.flat()];
  }

  private differencesOf(name: Name, received: Received[]): string[] {
    const wrong: string[] = [];
    const left = [...(this.expected.get(name) ?? [])];
    let queueNews = 0;
    for (const { name: event, payload } of received) {
      if (PACED.includes(event)) {
        wrong.push(...this.forbiddenNow(name, event, payload));
      } else if (event === "user:queue_updated") {
        queueNews++;
        wrong.push(...this.unseenQueues(name, payload));
      } else {
        const what = `${event} ${this.hand.about(event, payload)}`;
        const at = left.indexOf(what);
        if (at < 0) wrong.push(`${name} hears ${what}, which the table does not give them`);
        else left.splice(at, 1);
      }
    }
    wrong.push(...left.map((what) => `${name} does not hear ${what}, which the table gives them`));
    if (queueNews < (this.queueNews.get(name) ?? 0)) {
      wrong.push(`${name} hears of ${queueNews} changes of their queues, of ${this.queueNews.get(name)}`);
    }
    return wrong;
  }

  private unseenQueues(name: Name, payload: Json): string[] {
    return payload.queueIds
      .map((id: string) => this.hand.name(id))
      .filter((queue: Name) => this.seen.get(name)?.has(queue) !== true)
      .map((queue: Name) => `${name} hears user:queue_updated of ${queue}, which they may not know`);
  }

  private forbiddenNow(name: Name, event: string, payload: Json): string[] {
    const room = payload.ticketId
      ? `ticket:${this.hand.name(payload.ticketId)}`
      : payload.queueId
        ? `queue:${this.hand.name(payload.queueId)}`
        : `project:${this.hand.name(payload.projectId)}`;
    const stood = this.stood.get(name)?.has(room) === true;
    const works = !payload.ticketId || this.stood.get(name)?.has(`works:${room}`) === true;
    if (event === "collision:warning" && this.stood.get(name)?.has(`views:${room}`) !== true) {
      return [`${name} is warned of others at ${room}, where they are not`];
    }
    return stood && works ? [] : [`${name} hears ${event} of ${room}, where they may not be`];
  }

  /** Keeps what holds now among what has held since the last look. */
  private note(): void {
    for (const name of this.tabs.keys()) {
      const stood = this.stood.get(name) ?? new Set();
      for (const room of this.world.stands.get(name) ?? []) {
        stood.add(room);
        if (room.startsWith("ticket:") && this.world.works(name, room.slice(7))) stood.add(`works:${room}`);
      }
      for (const [ticket, viewers] of this.world.viewers) if (viewers.has(name)) stood.add(`views:ticket:${ticket}`);
      this.stood.set(name, stood);
      const seen = this.seen.get(name) ?? new Set();
      for (const [queue, { project }] of this.world.queues) {
        if (this.world.may(name, "sees the queue", { project, queue })) seen.add(queue);
      }
      this.seen.set(name, seen);
    }
  }

  tab(name: Name): Tab {
    const tab = this.tabs.get(name);
    if (!tab) throw new Error(`${name} has no tab`);
    return tab;
  }

  /** Closes all tabs, after a look at everything they received. */
  close(): void {
    const tabs = [...this.tabs.values(), ...this.gone];
    tabs.forEach((tab) => tab.close());
    tabs.forEach((tab) => expectReferencesOnly(tab.received));
    expectDescribed(tabs.flatMap((tab) => tab.undescribed));
  }
}

/** `ok`, or the code of the refusal. */
export function codeOf(ack: Json): string {
  return ack?.ok === true ? "ok" : (ack?.error?.code ?? `no acknowledgement: ${JSON.stringify(ack)}`);
}
