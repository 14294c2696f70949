// One node of the reference, which does what its clients ask of it; ClusterNode.java does the same.
// node node.mjs streams|pubsub <redis port>
import { createServer } from "node:http";
import { Server } from "socket.io";
import { createClient } from "redis";
import { createAdapter as pubSubAdapter } from "@socket.io/redis-adapter";
import { createAdapter as streamsAdapter } from "@socket.io/redis-streams-adapter";

const [, , kind, redisPort] = process.argv;
const name = "reference";

async function connected() {
  const client = createClient({ url: `redis://127.0.0.1:${redisPort}` });
  client.on("error", () => {});
  return client.connect();
}

const options =
  kind === "streams"
    ? { adapter: streamsAdapter(await connected(), { blockTimeInMs: 200 }), connectionStateRecovery: {} }
    : { adapter: pubSubAdapter(await connected(), await connected()) };
const http = createServer();
const io = new Server(http, options);
const journal = [];

function choose(namespace, { to = [], except = [], local, gust, plain }) {
  let chosen = namespace.except(except);
  if (to.length > 0) chosen = chosen.to(to);
  if (local) chosen = chosen.local;
  if (gust) chosen = chosen.volatile;
  return plain ? chosen.compress(false) : chosen;
}

function serve(namespace) {
  namespace.on("server-news", (...args) => journal.push([name, ...args]));
  namespace.on("server-question", (question, answer) => answer(`${name}: ${question}`));
  namespace.on("server-silence", () => {});
  namespace.on("connection", (socket) => {
    socket.data.name ??= socket.handshake.auth.name;
    const on = (event, handler) =>
      socket.on(event, async (...args) => {
        const answer = args.pop();
        answer((await handler(...args)) ?? null);
      });
    on("recovered", () => socket.recovered);
    on("enter", (room) => void socket.join(room));
    on("say-to-me", (...event) => void socket.emit(...event));
    on("broadcast", (spec, ...event) => void choose(namespace, spec).emit(...event));
    on("ask", async (spec, timeout, ...event) =>
      new Promise((resolve) =>
        choose(namespace, spec)
          .timeout(timeout)
          .emit(...event, (error, answers) => resolve([!error, answers])),
      ),
    );
    on("fetch", async (room) =>
      (await namespace.in(room).fetchSockets()).map(({ id, data, rooms, handshake }) => ({
        id,
        name: data.name,
        rooms: [...rooms].filter((other) => other !== id).sort(),
        auth: handshake.auth.name,
      })),
    );
    on("pull", (room, other) => void namespace.in(room).socketsJoin(other));
    on("push", (room, other) => void namespace.in(room).socketsLeave(other));
    on("expel", (room, close) => void namespace.in(room).disconnectSockets(close));
    on("tell-servers", (...args) => void namespace.serverSideEmit("server-news", ...args));
    on("ask-servers", async (event, ...args) =>
      namespace.serverSideEmitWithAck(event, ...args).catch((error) => error.message),
    );
    on("journal", () => journal);
    on("all-rooms", async () => [...(await namespace.adapter.allRooms())]);
  });
}
serve(io.of("/"));
serve(io.of("/chat"));

http.listen(0, "127.0.0.1", () => console.log(http.address().port));
