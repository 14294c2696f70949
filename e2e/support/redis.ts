import { createClient } from "redis";
import { Redis } from "./part.ts";

/** A Redis of its own with a client of it, as a program beside the desk has one. */
export async function startRedis() {
  const server = await Redis.start();
  const client = createClient({ url: server.url });
  client.on("error", () => {});
  await client.connect();
  return {
    url: server.url,
    client,
    async stop() {
      client.destroy();
      await server.dispose();
    },
  };
}
