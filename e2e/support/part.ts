import { spawn, type ChildProcess } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { createConnection } from "node:net";
import { freePort } from "./desk.ts";

const READY_WITHIN = 20_000;
/** Debian's user without rights; PostgreSQL refuses to be root. */
const NOBODY = 65534;

const parts = new Set<Part>();
// The last resort, when a worker ends without tearing down.
process.on("exit", () => parts.forEach((part) => part.kill("SIGKILL")));

/** A real server that a desk needs, in a folder of its own, which can be stopped and started again. */
export abstract class Part {
  private process: ChildProcess | undefined;
  protected readonly folder = mkdtempSync(join(tmpdir(), "deskwire-part-"));

  protected constructor(readonly port: number) {
    parts.add(this);
  }

  abstract get url(): string;
  protected abstract command(): { file: string; args: string[]; uid?: number };
  /** The signal that ends it as an operator does. */
  protected abstract readonly ending: NodeJS.Signals;

  async start(): Promise<void> {
    const { file, args, uid } = this.command();
    const child = spawn(file, args, { stdio: ["ignore", "ignore", "pipe"], ...(uid === undefined ? {} : { uid, gid: uid }) });
    this.process = child;
    let said = "";
    child.stderr?.on("data", (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)));
    const deadline = Date.now() + READY_WITHIN;
    while (!(await this.answers())) {
      if (child.exitCode !== null) throw new Error(`${file} ended with ${child.exitCode}:\n${said}`);
      if (Date.now() > deadline) throw new Error(`${file} is not ready in time:\n${said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  protected answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const probe = createConnection(this.port, "127.0.0.1", () => {
        probe.destroy();
        resolve(true);
      });
      probe.once("error", () => resolve(false));
    });
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(this.ending);
    await ended;
  }

  kill(signal: NodeJS.Signals): void {
    this.process?.kill(signal);
  }

  async dispose(): Promise<void> {
    await this.stop();
    parts.delete(this);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What it holds is lost when it stops, as after the worst of failures. */
export class Redis extends Part {
  protected readonly ending = "SIGTERM";

  static async start(): Promise<Redis> {
    const redis = new Redis(await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  protected command() {
    const options = { port: this.port, bind: "127.0.0.1", dir: this.folder, save: "", appendonly: "no" };
    return { file: "redis-server", args: Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]) };
  }
}

/** The newest PostgreSQL of this machine. */
export class Postgres extends Part {
  /** Ends the connections that are open; their transactions are rolled back. */
  protected readonly ending = "SIGINT";

  static async start(): Promise<Postgres> {
    const postgres = new Postgres(await freePort());
    await postgres.initialise();
    await postgres.start();
    return postgres;
  }

  get url(): string {
    return `postgres://desk@127.0.0.1:${this.port}/postgres`;
  }

  private async initialise(): Promise<void> {
    if (this.uid !== undefined) chownSync(this.folder, this.uid, this.uid);
    const args = ["-D", this.cluster, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"];
    const identity = this.uid === undefined ? {} : { uid: this.uid, gid: this.uid };
    const child = spawn(join(binaries(), "initdb"), args, { stdio: ["ignore", "ignore", "inherit"], ...identity });
    const code = await new Promise((resolve) => child.once("exit", resolve));
    if (code !== 0) throw new Error(`initdb ended with ${String(code)}`);
  }

  protected command() {
    const args = ["-D", this.cluster, "-p", String(this.port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"];
    return { file: join(binaries(), "postgres"), args, ...(this.uid === undefined ? {} : { uid: this.uid }) };
  }

  private get cluster(): string {
    return join(this.folder, "cluster");
  }

  private get uid(): number | undefined {
    return userInfo().uid === 0 ? NOBODY : undefined;
  }
}

function binaries(): string {
  const home = "/usr/lib/postgresql";
  const newest = existsSync(home) ? readdirSync(home).sort((one, other) => Number(other) - Number(one))[0] : undefined;
  if (newest === undefined) throw new Error("PostgreSQL is missing: ./desk test installs it.");
  return join(home, newest, "bin");
}
