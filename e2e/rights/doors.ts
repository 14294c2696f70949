import { NativeTab, NOTIFICATIONS, ticketsOf } from "../support/native.ts";
import { EventStream } from "../support/stream.ts";
import type { Json } from "../support/api.ts";
import type { Heard } from "./happenings.ts";
import type { Stage } from "./stage.ts";
import { doorGrids } from "./table.mjs";
import type { Name } from "./world.ts";

const PROJECT = "project1";

/** The doors without Socket.IO, one of each for everybody whom it lets in. */
export class Doors {
  private readonly streams = new Map<Name, EventStream>();
  /** From where each reads the feed at last. */
  private readonly heads = new Map<Name, number>();
  private readonly notifications = new Map<Name, NativeTab>();
  private readonly tickets = new Map<Name, NativeTab>();
  /** What the table answers otherwise. */
  readonly wrong: string[] = [];

  static async open(stage: Stage): Promise<Doors> {
    const doors = new Doors();
    await Promise.all([...stage.tabs.keys()].map((name) => doors.openFor(stage, name)));
    return doors;
  }

  private async openFor(stage: Stage, name: Name): Promise<void> {
    const { hand, world } = stage;
    const person = hand.person(name);
    this.heads.set(name, await person.eventsHead());
    this.streams.set(name, await EventStream.open(person));
    this.notifications.set(name, await NativeTab.open(person, NOTIFICATIONS, "token"));
    for (const [door, grid] of Object.entries(doorGrids)) {
      const expected = world.cell(grid, name, { project: PROJECT, queue: "queue1" });
      const tab = await NativeTab.attempt(person, door.replace("{id}", hand.id(PROJECT)), "token");
      const answer = await Promise.race([tab.ping().then(() => "ok", () => "closed"), tab.closed.then(({ code }) => String(code))]);
      const got = answer === "closed" ? String((await tab.closed).code) : answer;
      if (got !== expected) this.wrong.push(`${name} at ${door}: ${expected} by the table, ${got} by the desk`);
      if (got === "ok" && door === TICKETS) this.tickets.set(name, tab);
      else tab.close();
    }
  }

  /** Whether each door has shown what was to be shown, no more and no less. `told` ends with what each of them must show. */
  async differences(stage: Stage, told: Heard[], last: { stream: string; notification: string; ticket: (name: Name) => Name }): Promise<string[]> {
    const { hand, world } = stage;
    const wrong: string[] = [];
    const compare = (name: Name, door: string, received: string[], expected: string[]) => {
      const left = [...expected];
      for (const what of received) {
        const at = left.indexOf(what);
        if (at < 0) wrong.push(`${name} at ${door} hears ${what}, which the table does not give them`);
        else left.splice(at, 1);
      }
      wrong.push(...left.map((what) => `${name} at ${door} does not hear ${what}, which the table gives them`));
    };
    const say = (event: string, payload: Json) => `${event} ${hand.about(event, payload)}`;
    const expected = (name: Name, of: (heard: Heard) => Name[]) =>
      told.filter((heard) => of(heard).includes(name)).map(({ event, about }) => `${event} ${about}`);
    // Whoever reads later is notified no more of a ticket that is gone.
    const isWithheld = ({ event, ticket }: Heard) => event === "notification" && ticket !== undefined && !world.tickets.has(ticket);
    const ofQueues = (event: string) => event === "user:queue_updated" || event.startsWith("fence:");

    for (const [name, stream] of this.streams) {
      await stream.until(({ type }) => type === last.stream);
      const received = stream.received.filter(({ type }) => !ofQueues(type)).map((event) => say(event.type, event));
      compare(name, "the stream", received, expected(name, ({ through }) => through));
    }
    for (const [name, head] of this.heads) {
      const read = (await hand.person(name).eventsAfter(head)).filter(({ type }) => !ofQueues(type)).map((event) => say(event.type, event));
      compare(name, "the feed", read, expected(name, (heard) => (isWithheld(heard) ? [] : heard.through)));
    }
    for (const [name, tab] of this.notifications) {
      await tab.until(({ title }) => title === last.notification);
      const received = tab.received.filter(({ type }) => type === "notification").map((message) => say(message.type, message));
      compare(name, NOTIFICATIONS, received, expected(name, ({ event, through }) => (event === "notification" ? through : [])));
    }
    for (const [name, tab] of this.tickets) {
      const fence = hand.id(last.ticket(name));
      await tab.until(({ data }) => data?.ticket?.id === fence);
      const received = tab.received
        .filter(({ type, data }) => type === "ticket_update" && data.type.startsWith("ticket:"))
        .map(({ data }) => say(data.type, data));
      const shown = expected(name, ({ event, allowed }) => (event.startsWith("ticket:") ? allowed : []));
      compare(name, "the project's tickets", received, shown);
    }
    return wrong;
  }

  close(): void {
    this.streams.forEach((stream) => stream.close());
    this.notifications.forEach((tab) => tab.close());
    this.tickets.forEach((tab) => tab.close());
  }
}

const TICKETS = ticketsOf("{id}");
