import type { Received } from "./tab.ts";
import type { Json, Person } from "./api.ts";
import { raw } from "./raw.ts";

/** What stands between two packets of one answer. */
const SEPARATOR = "\u001e";
const TEXT = { "content-type": "text/plain;charset=UTF-8" };

/** A Socket.IO client over HTTP polling that takes what waits for it only when a test says so. */
export class Polling {
  readonly received: Received[] = [];
  private readonly answers = new Map<number, Json>();
  private asked = 0;

  private constructor(
    private readonly person: Person,
    private readonly path: string,
  ) {}

  static async connect(person: Person): Promise<Polling> {
    const path = "/socket.io/?EIO=4&transport=polling";
    const opened: string = (await raw(person.desk, "GET", path)).body;
    const client = new Polling(person, `${path}&sid=${JSON.parse(opened.slice(1)).sid}`);
    await client.post(`40${JSON.stringify({ token: person.token })}`);
    await client.until("authenticated");
    return client;
  }

  /** Sends an event without taking anything; returns the number of its acknowledgement. */
  async send(event: string, payload: Json): Promise<number> {
    const id = this.asked++;
    await this.post(`42${id}${JSON.stringify([event, payload])}`);
    return id;
  }

  /** Takes what waits until the event is acknowledged. */
  async answer(id: number): Promise<Json> {
    while (!this.answers.has(id)) await this.take();
    return this.answers.get(id);
  }

  /** Takes what waits until an event of this name is among it. */
  async until(name: string): Promise<void> {
    while (!this.received.some((one) => one.name === name)) await this.take();
  }

  private async take(): Promise<void> {
    const { status, body } = await raw(this.person.desk, "GET", this.path);
    if (status !== 200) throw new Error(`A poll is answered ${status} ${JSON.stringify(body)}`);
    for (const packet of String(body).split(SEPARATOR)) {
      const [, kind, id, data] = /^4([23])(\d*)(.*)$/s.exec(packet) ?? [];
      if (packet === "2") await this.post("3");
      else if (kind === "3") this.answers.set(Number(id), JSON.parse(data ?? "")[0]);
      else if (kind === "2") {
        const [name, payload] = JSON.parse(data ?? "");
        this.received.push({ name, payload });
      }
    }
  }

  private async post(packet: string): Promise<void> {
    const { status, body } = await raw(this.person.desk, "POST", this.path, TEXT, packet);
    if (status !== 200) throw new Error(`${packet} is answered ${status} ${JSON.stringify(body)}`);
  }
}
