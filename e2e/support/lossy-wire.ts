import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { Chance } from "./chance.ts";

/** How likely it is that a link is refused, and that something befalls it with what it is about to carry. */
const REFUSED = 0.06;
const BEFALLEN = 0.03;
/** Milliseconds that a link stays whose end somebody was not told of. */
const SILENCE = { shortest: 100, longest: 2_500 };
/** Each direction of each link has its own delay, so that what travels on two links arrives in another order. */
const SLOWEST = 120;

/** What befalls a link: told to both sides, to one of them first, or to nobody for a while. */
const FATES = ["reset", "closed", "half gone", "deaf", "mute", "silent"] as const;
type Fate = (typeof FATES)[number];

/**
 * A wire between clients and a desk that drops what it carries, delays it, and cuts its links, until
 * {@link calm}. Bytes that arrive do so in order, as TCP has it; the last of them may be a part of a message.
 */
export class LossyWire {
  /** How often each fate came; `refused` links never carried anything. */
  readonly fates: Record<Fate | "refused", number> = {
    reset: 0,
    closed: 0,
    "half gone": 0,
    deaf: 0,
    mute: 0,
    silent: 0,
    refused: 0,
  };
  private readonly links = new Set<Link>();
  private stormy = true;

  private constructor(
    private readonly server: Server,
    private readonly deskPort: number,
    readonly chance: Chance,
  ) {}

  /** @param seed of the chances; what they meet is up to the machine */
  static async to(desk: { port: number }, seed: number): Promise<LossyWire> {
    const wire = new LossyWire(createServer(), desk.port, new Chance(seed));
    await wire.listen(0);
    return wire;
  }

  /** One that is calm from the start. */
  static async sound(desk: { port: number }, port = 0): Promise<LossyWire> {
    const wire = new LossyWire(createServer(), desk.port, new Chance(0));
    wire.calm();
    await wire.listen(port);
    return wire;
  }

  private listen(port: number): Promise<void> {
    this.server.on("connection", (client) => this.accept(client));
    return new Promise((resolve) => this.server.listen(port, "127.0.0.1", resolve));
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resets every link. Those to come are sound. */
  calm(): void {
    this.stormy = false;
    this.links.forEach((link) => link.reset());
  }

  async dispose(): Promise<void> {
    this.calm();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private accept(client: Socket): void {
    if (this.stormy && this.chance.happens(REFUSED)) {
      this.fates.refused++;
      client.on("error", () => {});
      client.resetAndDestroy();
      return;
    }
    const link = new Link(client, connect(this.deskPort, "127.0.0.1"), this.stormy ? this.chance : undefined);
    this.links.add(link);
    link.onGone = () => this.links.delete(link);
    link.onBytes = () => {
      if (!this.stormy || !this.chance.happens(BEFALLEN)) return;
      const fate = this.chance.one(FATES);
      this.fates[fate]++;
      link.suffer(fate, this.chance.between(SILENCE.shortest, SILENCE.longest));
    };
  }
}

class Link {
  onGone: () => void = () => {};
  onBytes: () => void = () => {};
  private readonly toDesk: Lane;
  private readonly toClient: Lane;

  constructor(
    private readonly client: Socket,
    private readonly desk: Socket,
    chance: Chance | undefined,
  ) {
    this.toDesk = new Lane(desk, chance);
    this.toClient = new Lane(client, chance);
    this.join(client, this.toDesk);
    this.join(desk, this.toClient);
    for (const side of [client, desk]) {
      side.setNoDelay();
      // What ends one side ends the other.
      side.on("error", () => this.reset());
      side.on("close", () => client.destroyed && desk.destroyed && this.onGone());
    }
  }

  private join(from: Socket, lane: Lane): void {
    from.on("data", (bytes: Buffer) => {
      lane.carry(bytes);
      this.onBytes();
    });
    from.on("end", () => lane.finish());
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.desk.resetAndDestroy();
  }

  /** @param silence how long before the sides that are not told at once are */
  suffer(fate: Fate, silence: number): void {
    this.onBytes = () => {};
    switch (fate) {
      case "reset":
        this.toClient.tear();
        this.toDesk.tear();
        this.reset();
        return;
      case "closed":
        this.toClient.tear();
        this.client.end();
        this.desk.end();
        break;
      case "half gone":
        this.client.destroy();
        break;
      case "deaf":
        this.toClient.cut();
        break;
      case "mute":
        this.toDesk.cut();
        break;
      case "silent":
        this.toClient.cut();
        this.toDesk.cut();
        break;
    }
    setTimeout(() => this.reset(), silence);
  }
}

/** One direction of a link. */
class Lane {
  private readonly waiting: { bytes: Buffer | "end"; due: number }[] = [];
  private readonly delay: () => number;
  private timer: NodeJS.Timeout | undefined;
  private isCut = false;

  constructor(
    private readonly to: Socket,
    chance: Chance | undefined,
  ) {
    const usual = chance?.between(0, SLOWEST) ?? 0;
    this.delay = () => (chance ? chance.between(0, usual) : 0);
  }

  carry(bytes: Buffer): void {
    this.put(bytes);
  }

  finish(): void {
    this.put("end");
  }

  /** From now on nothing arrives. */
  cut(): void {
    this.isCut = true;
    this.waiting.length = 0;
  }

  /** The last that arrives is a part of what was under way. */
  tear(): void {
    const [next] = this.waiting;
    if (next && next.bytes !== "end" && this.to.writable) {
      this.to.write(next.bytes.subarray(0, Math.floor(next.bytes.length / 2)));
    }
    this.cut();
  }

  private put(bytes: Buffer | "end"): void {
    if (this.isCut) return;
    const last = this.waiting.at(-1)?.due ?? 0;
    this.waiting.push({ bytes, due: Math.max(last, Date.now() + this.delay()) });
    this.timer ??= this.wait();
  }

  private wait(): NodeJS.Timeout | undefined {
    const [next] = this.waiting;
    return next && setTimeout(() => this.deliver(), next.due - Date.now());
  }

  private deliver(): void {
    for (let next = this.waiting[0]; next && next.due <= Date.now(); next = this.waiting[0]) {
      this.waiting.shift();
      if (!this.to.writable) continue;
      if (next.bytes === "end") this.to.end();
      else this.to.write(next.bytes);
    }
    this.timer = this.wait();
  }
}
