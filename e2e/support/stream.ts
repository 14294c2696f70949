import type { Json, Person } from "./api.ts";

const WITHIN = 10_000;

/** `GET /api/events/stream` as a program reads it. */
export class EventStream {
  readonly received: Json[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly ended = new AbortController();

  private constructor(private readonly name: string) {}

  /** Returns when the desk has begun to answer: what happens from now on is told. */
  static async open(person: Person): Promise<EventStream> {
    const stream = new EventStream(person.name);
    const response = await fetch(`${person.desk.url}/api/events/stream`, {
      headers: { authorization: `Bearer ${person.token}` },
      signal: stream.ended.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`${person.name}: the stream is ${response.status}`);
    void stream.read(response.body);
    return stream;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
        const messages = (rest + decoder.decode(chunk.value, { stream: true })).split("\n\n");
        rest = messages.pop() ?? "";
        messages.forEach((message) => this.take(message));
      }
    } catch (failure) {
      if (!this.ended.signal.aborted) throw failure;
    }
  }

  private take(message: string): void {
    const data = message.split("\n").filter((line) => line.startsWith("data:"));
    if (data.length === 0) return;
    this.received.push(JSON.parse(data.map((line) => line.slice(5)).join("\n")));
    for (const check of [...this.watchers]) check();
  }

  /** The first event that `accepts`, received already or in time. */
  until(accepts: (event: Json) => boolean): Promise<Json> {
    return new Promise((resolve, reject) => {
      const check = () => {
        const found = this.received.find(accepts);
        if (found === undefined) return;
        clearTimeout(limit);
        this.watchers.delete(check);
        resolve(found);
      };
      const limit = setTimeout(() => {
        this.watchers.delete(check);
        reject(new Error(`The stream of ${this.name} did not bring it: ${JSON.stringify(this.received)}`));
      }, WITHIN);
      this.watchers.add(check);
      check();
    });
  }

  close(): void {
    this.ended.abort();
  }
}
