import { spawn } from "node:child_process";
import { once } from "node:events";
import { createClient } from "redis";
import { freePort } from "./desk.ts";

const READY_WITHIN = 10_000;

/** A Redis of its own on a free port of this machine, which keeps nothing on disk. */
export async function startRedis() {
  const port = await freePort();
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const process = spawn("redis-server", args, { stdio: "ignore" });
  const url = `redis://127.0.0.1:${port}`;
  const client = createClient({
    url,
    socket: { reconnectStrategy: (tries) => (tries * 20 < READY_WITHIN ? 20 : new Error("redis-server does not answer")) },
  });
  client.on("error", () => {});
  await client.connect();
  return {
    url,
    client,
    async stop() {
      client.destroy();
      const ended = once(process, "exit");
      process.kill();
      await ended;
    },
  };
}
