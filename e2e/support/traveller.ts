import type { Json } from "./api.ts";
import type { Received, Tab } from "./tab.ts";

/** How long a client that is connected waits for an answer before it gives the connection up. */
const PATIENCE = 3_000;

/** How a client goes on after its connection broke. */
export type Return = "by pid and offset" | "by resume";

/** What a client does to be where it was, in a connection that the server did not recover. */
export interface Ask {
  event: string;
  payload: Json;
}

/**
 * A program that loses its connection again and again and keeps what it hears in a journal: it takes
 * events in as they come, except between a connection that was not recovered and the answer to its
 * `resume`. What comes in between is put in its order when the answer is there, and is forgotten
 * when the connection breaks before.
 */
export class Traveller {
  readonly journal: Received[] = [];
  /** What must not have happened: out of order, twice, refused. */
  readonly faults: string[] = [];
  readonly returns = { recovered: 0, resumed: 0, broken: 0 };
  /** What became of its connections, for a failure's report. */
  readonly history: string[] = [];
  /** Positions from which it resumed: of the row there it may have heard some names alone. */
  readonly boundaries = new Set<number>();
  private readonly seen = new Set<string>();
  private unsettled: Received[] | undefined = [];
  private connection = 0;

  /** @param position where the journal begins */
  constructor(
    readonly tab: Tab,
    readonly by: Return,
    private readonly asks: Ask[],
    private position: number,
  ) {
    const { socket } = tab;
    socket.on("connect", () => this.connected());
    socket.on("disconnect", () => this.lost());
    socket.onAny((name: string, payload: Json) => {
      if (name === "authenticated") this.note(`authenticated ${payload.cursor}`);
      if (payload?.seq === undefined) return;
      if (this.unsettled) this.unsettled.push({ name, payload });
      else this.take({ name, payload });
    });
  }

  /** Whether all that it was sent is in the journal. */
  get isSettled(): boolean {
    return this.tab.socket.connected && this.unsettled === undefined;
  }

  /** The events of the journal, each once. */
  get ids(): string[] {
    return [...new Set(this.journal.map(({ payload }) => payload.id as string))];
  }

  heard(id: string): boolean {
    return this.journal.some(({ payload }) => payload.id === id);
  }

  /** The journal with all names, but for the rows that a resume may have cut in two. */
  names(): string[] {
    return this.journal
      .filter(({ payload }) => !this.boundaries.has(payload.seq))
      .map(({ name, payload }) => `${payload.seq} ${name}`);
  }

  private connected(): void {
    this.connection++;
    this.note(this.tab.socket.recovered ? "recovered" : "connected");
    if (this.tab.socket.recovered) {
      this.returns.recovered++;
    } else {
      this.unsettled = [];
    }
    if (this.unsettled) this.comeBack();
  }

  private comeBack(): void {
    for (const { event, payload } of this.asks) this.ask(event, payload, () => {});
    this.boundaries.add(this.position);
    this.note(`asks for what came after ${this.position}`);
    this.ask("resume", { after: this.position }, (ack) => {
      this.returns.resumed++;
      this.note(`resumed up to ${ack.cursor} with ${this.unsettled?.length} events`);
      if (ack.reset) this.faults.push(`${this.name} was told to read everything anew after ${this.position}`);
      // A sort keeps the order of the names of one row.
      const settled = (this.unsettled ?? []).sort((a, b) => a.payload.seq - b.payload.seq);
      this.unsettled = undefined;
      settled.forEach((event) => this.take(event));
      this.position = Math.max(this.position, ack.cursor ?? 0);
    });
  }

  private ask(event: string, payload: Json, then: (ack: Json) => void): void {
    const { connection } = this;
    const { socket } = this.tab;
    socket.timeout(PATIENCE).emit(event, payload, (failure: Error | null, ack: Json) => {
      if (connection !== this.connection) return;
      if (!failure && ack.ok) {
        then(ack);
      } else if (!failure) {
        this.faults.push(`${this.name}: ${event} was refused: ${JSON.stringify(ack)}`);
      } else if (socket.connected) {
        socket.io.engine.close();
      }
    });
  }

  private lost(): void {
    this.returns.broken++;
    this.connection++;
    this.note(`lost at offset ${(this.tab.socket as unknown as { _lastOffset: string })._lastOffset}`);
    if (this.by === "by resume") {
      // The official client would ask to be recovered.
      (this.tab.socket as unknown as { _pid: string | undefined })._pid = undefined;
    }
  }

  private take({ name, payload }: Received): void {
    const { id, seq } = payload;
    const once = `${id} ${name}`;
    if (this.seen.has(once)) this.faults.push(`${this.name} heard ${name} at ${seq} twice`);
    const again = this.journal.at(-1)?.payload.id === id;
    if (seq < this.position || (seq === this.position && !again)) {
      this.faults.push(`${this.name} heard ${name} at ${seq} after ${this.position}`);
    }
    this.seen.add(once);
    this.journal.push({ name, payload });
    this.position = Math.max(this.position, seq);
  }

  private note(what: string): void {
    const { socket } = this.tab;
    this.history.push(`${new Date().toISOString()} ${socket.id ?? ""} at ${this.position}: ${what}`);
  }

  get name(): string {
    return `${this.tab.person.name} ${this.by}`;
  }
}
