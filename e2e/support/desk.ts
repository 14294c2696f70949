import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
export const JAR = process.env.DESK_JAR ?? join(HERE, "../../server/target/quarkus-app/quarkus-run.jar");
const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin/java") : "java";

/** Where the output of every desk of a run is kept; the test runner empties it at its start. */
const LOGS = join(HERE, "../test-results/desks");

const READY_WITHIN = 90_000;
const STOPPED_WITHIN = 30_000;
/** The longest task is the making of the demo. */
const ENDED_WITHIN = 150_000;

export const ADMIN_EMAIL = "admin@desk.test";
export const ADMIN_PASSWORD = "correct-horse-admin";

export interface DeskOptions {
  /** Added to the environment; an empty text unsets. */
  env?: Record<string, string>;
  /** Leave the first administrator's password to the desk. */
  generatedPassword?: boolean;
  /** Go on as soon as readiness is green, whatever the desk still has to say. */
  untilGreen?: boolean;
}

/** How a process ended, and what it said. */
export interface Ending {
  code: number | null;
  stdout: string;
  stderr: string;
}

const running = new Set<Desk>();
// The last resort, when a worker ends without tearing down.
process.on("exit", () => running.forEach((desk) => desk.abandon()));

/** A packaged desk in a process of its own, with an embedded database in a folder of its own. */
export class Desk {
  readonly log: string;
  private process: ChildProcess | undefined;
  private output = "";

  private constructor(
    readonly port: number,
    readonly dataDir: string,
    private readonly options: DeskOptions,
  ) {
    mkdirSync(LOGS, { recursive: true });
    this.log = join(LOGS, `desk-${process.pid}-${port}.log`);
  }

  static async start(options: DeskOptions = {}): Promise<Desk> {
    const desk = new Desk(await freePort(), mkdtempSync(join(tmpdir(), "deskwire-e2e-")), options);
    try {
      await desk.start();
      return desk;
    } catch (failure) {
      await desk.dispose();
      throw failure;
    }
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** What this machine is called by others; undefined when it has no address but loopback. */
  get networkUrl(): string | undefined {
    const address = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
    return address && `http://${address}:${this.port}`;
  }

  /** What the desk has printed since it was last started. */
  get printed(): string {
    return this.output;
  }

  /** Returns when the desk says that it runs, to its operator and by its readiness. */
  async start(): Promise<void> {
    this.output = "";
    const child = launch(this.environment());
    this.process = child;
    running.add(this);
    const file = createWriteStream(this.log, { flags: "a" });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.output += chunk.toString();
        file.write(chunk);
      });
    }
    child.on("exit", () => file.end());
    await this.untilReady(child);
  }

  private async untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + READY_WITHIN;
    const said = () => this.options.untilGreen === true || this.output.includes("Deskwire is running");
    while (!(said() && (await this.isReady()))) {
      if (child.exitCode !== null) throw new Error(`The desk ended with ${child.exitCode}:\n${this.tail()}`);
      if (Date.now() > deadline) throw new Error(`The desk is not ready in time:\n${this.tail()}`);
      await pause(50);
    }
  }

  async isReady(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/q/health/ready`)).ok;
    } catch {
      return false;
    }
  }

  /** As an operator stops it. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill(signal);
    const limit = setTimeout(() => child.kill("SIGKILL"), STOPPED_WITHIN);
    await ended;
    clearTimeout(limit);
  }

  /** A second process with the same settings but these, which is expected to end by itself. */
  async startAnother(env: Record<string, string>, ...task: string[]): Promise<Ending> {
    const child = launch({ ...this.environment(), ...env }, ...task);
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    const limit = setTimeout(() => child.kill("SIGKILL"), ENDED_WITHIN);
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    clearTimeout(limit);
    return { code, stdout, stderr };
  }

  /** The end of the log, for a failure's report. */
  tail(lines = 40): string {
    return this.output.trimEnd().split("\n").slice(-lines).join("\n");
  }

  /** Stops the desk and removes all it kept. */
  async dispose(): Promise<void> {
    await this.stop();
    this.stopOrphan();
    running.delete(this);
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  /** What `dispose` does, as far as it can be done at once. */
  abandon(): void {
    this.process?.kill("SIGKILL");
    this.stopOrphan();
  }

  /** The database of a desk that was killed and never started again. */
  private stopOrphan(): void {
    const pidFile = join(this.dataDir, "postgres", "cluster", "postmaster.pid");
    if (!existsSync(pidFile)) return;
    const pid = Number(readFileSync(pidFile, "utf8").split("\n")[0]);
    try {
      if (pid > 1) process.kill(pid, "SIGQUIT");
    } catch {
      // It has gone meanwhile.
    }
  }

  private environment(): Record<string, string> {
    return {
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      ADMIN_EMAIL,
      ...(this.options.generatedPassword ? {} : { ADMIN_PASSWORD }),
      ...this.options.env,
    };
  }
}

function launch(env: Record<string, string>, ...task: string[]): ChildProcess {
  if (!existsSync(JAR)) throw new Error(`There is no packaged desk at ${JAR}: ./desk build makes one.`);
  return spawn(JAVA, ["-Xmx384m", "-jar", JAR, ...task], {
    // Nothing of the developer's own settings reaches the desk.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Below the ports that the system lends to outgoing connections, which would take one before the desk binds it. */
const PORTS = { first: 15_000, last: 32_000 };

export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.first + Math.floor(Math.random() * (PORTS.last - PORTS.first));
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}
