// The reference server with the same behaviour as WireFixture, for the differential tests.
// Prints its port as soon as it listens.
import { createServer } from "node:http";
import { Server as EngineServer } from "engine.io";
import { Server as SocketServer } from "socket.io";
import parser from "socket.io-msgpack-parser";
import { serveVariants, startMortal } from "./variants.mjs";

// Quiet and patient: on a busy machine neither a ping nor a timeout comes between a scenario's steps.
const options = {
  pingInterval: 20_000,
  pingTimeout: 20_000,
  maxHttpBufferSize: 1e6,
  cors: { origin: "*" },
  destroyUpgrade: false,
  allowRequest: (request, decide) => {
    const refused = new URL(request.url, "http://x").searchParams.has("forbidden");
    decide(refused ? "not today" : null, !refused);
  },
};

const journals = new Map();
const note = (socket, entry) => {
  const name = socket.handshake.query.case ?? "";
  journals.set(name, [...(journals.get(name) ?? []), entry]);
};

const http = createServer(async (request, response) => {
  const url = new URL(request.url, "http://x");
  if (url.pathname === "/journal") {
    response.end(JSON.stringify(journals.get(url.searchParams.get("case")) ?? []));
  } else if (url.pathname === "/mortal") {
    response.end(String(await startMortal(options, note)));
  } else {
    response.writeHead(404).end();
  }
});

http.setMaxListeners(0); // one for each of the servers below
const engine = new EngineServer(options);
engine.attach(http, { ...options, path: "/engine.io/" });
engine.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));

// For the scenarios about pings and the time to connect.
const hasty = { ...options, pingInterval: 300, pingTimeout: 2000, connectTimeout: 1000, serveClient: false };
const beating = new EngineServer(hasty);
beating.attach(http, { ...hasty, path: "/beating/" });
beating.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));

const socketOptions = { ...options, connectTimeout: 30_000, serveClient: false };

/** The events that a namespace of any server understands. */
function serve(io, name) {
  io.of(name).on("connection", (socket) => {
    note(socket, `connect ${name}`);
    socket.emit("auth", socket.handshake.auth);
    socket.on("disconnect", (reason) => note(socket, `disconnect ${name} ${reason}`));
    socket.on("message", (...args) => socket.emit("message-back", ...args));
    socket.on("message-with-ack", (...args) => {
      const ack = args.pop();
      ack(...args);
    });
    socket.on("ask", async (question) => {
      const answer = await socket.timeout(1000).emitWithAck("question", question);
      socket.emit("asked", answer);
    });
    socket.on("ask-in-vain", async () => {
      try {
        await socket.timeout(50).emitWithAck("ignored");
      } catch (error) {
        socket.emit("gave-up", error.message);
      }
    });
    socket.on("join", (room, ack) => {
      socket.join(room);
      ack();
    });
    socket.on("leave", (room, ack) => {
      socket.leave(room);
      ack();
    });
    socket.on("say", (room, text, ack) => {
      socket.to(room).emit("said", text);
      ack();
    });
    socket.on("shout", (room, except, text, ack) => {
      io.of(name).to(room).except(except).emit("said", text);
      ack();
    });
    socket.on("leave-me", () => socket.disconnect());
    socket.on("close-me", () => socket.disconnect(true));
    socket.on("burst", (count) => {
      for (let i = 0; i < count; i++) socket.emit("part", i);
    });
    socket.on("ask-room", (room, timeout, ack) => {
      io.of(name)
        .to(room)
        .timeout(timeout)
        .emit("question-to-all", "why", (error, answers) => ack(error?.message ?? null, answers));
    });
    socket.on("fetch", async (room, ack) => {
      const found = await io.of(name).in(room).fetchSockets();
      ack(
        found.map(({ id, rooms, data, handshake }) => [
          [...rooms].filter((other) => other !== id).sort(),
          rooms.has(id),
          data,
          Object.keys(handshake).sort(),
        ]),
      );
    });
    socket.on("came", (ack) => ack(socket.handshake));
    socket.on("watch", () => {
      const seen = [];
      const [first, second, removed] = ["first", "second", "removed"].map((who) => (event) => seen.push(`${who} ${event}`));
      socket.onAny(second);
      socket.onAny(removed);
      socket.prependAny(first);
      socket.offAny(removed);
      const [sentFirst, sentSecond, sentRemoved] = ["first", "second", "removed"].map(
        (who) =>
          (event, ...args) =>
            seen.push(`${who} sent ${event} ${args.length}`),
      );
      socket.onAnyOutgoing(sentSecond);
      socket.onAnyOutgoing(sentRemoved);
      socket.prependAnyOutgoing(sentFirst);
      socket.offAnyOutgoing(sentRemoved);
      socket.on("watched", (ack) => ack(seen));
      socket.on("disconnecting", (reason) => {
        const rooms = [...socket.rooms].filter((room) => room !== socket.id);
        note(socket, `disconnecting ${reason} ${rooms.sort()}`);
      });
    });
    socket.on("message-uncompressed", (...args) => socket.compress(false).emit("message-back", ...args));
    socket.on("echo-later", (what) => socket.on("disconnect", () => socket.emit("echoed", what)));
    socket.on("volatile", (...args) => {
      socket.volatile.emit("gust", ...args);
      note(socket, "gust");
    });
    socket.on("remember", (what, ack) => {
      socket.data.remembered = what;
      ack();
    });
    socket.on("who-am-i", (ack) => {
      const rooms = [...socket.rooms].filter((room) => room !== socket.id);
      ack(socket.recovered, socket.data.remembered ?? null, rooms.sort(), socket.rooms.has(socket.id));
    });
  });
}

const io = new SocketServer(http, { ...socketOptions, cleanupEmptyChildNamespaces: true });
for (const name of ["/", "/custom", "/guarded"]) serve(io, name);
serve(new SocketServer(http, { ...hasty, path: "/hasty/" }), "/");
serveVariants(http, io, options, note);

// Namespaces that come into being when a client asks for them.
const made = [];
io.on("new_namespace", (namespace) => made.push(namespace.name));
const numbered = io.of(/^\/dynamic-\w+$/);
numbered.use((socket, next) => next(socket.handshake.auth.banned ? new Error("banned") : undefined));
const keyed = io.of((name, auth, next) => next(null, name.startsWith("/keyed") && auth.key === "open"));
for (const parent of [numbered, keyed]) {
  parent.on("connection", (socket) => {
    socket.emit("welcome", socket.nsp.name);
    socket.on("shout-to-all", (what) => parent.emit("shouted", what));
    socket.on("shout-in", (room, what) => parent.to(room).emit("shouted", what));
    socket.on("shout-but", (room, what) => parent.except(room).emit("shouted", what));
    socket.on("shout-in-but", (room, other, what) => parent.in(room).except(other).emit("shouted", what));
    socket.on("shout-loosely", (what) => parent.local.volatile.compress(false).emit("shouted", what));
    socket.on("enter", (room, ack) => {
      socket.join(room);
      ack();
    });
    socket.on("say", (room, text, ack) => {
      socket.nsp.emit("said", text);
      ack();
    });
  });
}
io.on("connection", (socket) => {
  socket.on("was-made", (name, ack) => ack(made.includes(name), io._nsps.has(name)));
});

// What happens to rooms.
const roomEvents = [];
for (const event of ["create-room", "delete-room", "join-room", "leave-room"]) {
  io.of("/").adapter.on(event, (room) => roomEvents.push([event, room]));
}
io.on("connection", (socket) => {
  socket.on("events-of-room", (room, ack) => ack(roomEvents.filter(([, of]) => of === room).map(([event]) => event)));
});

const recovering = new SocketServer(http, {
  ...socketOptions,
  path: "/recovery/",
  cookie: { name: "node" },
  connectionStateRecovery: { skipMiddlewares: false },
});
for (const name of ["/", "/custom"]) serve(recovering, name);
const packed = new SocketServer(http, { ...socketOptions, path: "/packed/", parser });
for (const name of ["/", "/custom"]) serve(packed, name);

recovering.engine.on("initial_headers", (headers) => (headers["x-first"] = "first"));
recovering.engine.on("headers", (headers) => (headers["x-every"] = "every"));
recovering.engine.use((request, response, next) => {
  if (request._query.teapot) return response.writeHead(418, { "x-short": "stout" }).end("tea");
  response.setHeader("x-middleware", "seen");
  next();
});
recovering.engine.on("connection_error", ({ req, code, context }) => {
  const name = new URL(req.url, "http://x").searchParams.get("case");
  const why = Object.keys(context)
    .sort()
    .map((key) => `${key}=${context[key]}`);
  if (name) journals.set(name, [...(journals.get(name) ?? []), `refused ${code} {${why.join(", ")}}`]);
});

io.of("/guarded").use((socket, next) => {
  if (socket.handshake.auth.token === "good") return next();
  const error = new Error("not authorized");
  if (socket.handshake.auth.token) error.data = { code: 4001, hint: "expired" };
  next(error);
});

http.listen(Number(process.argv[2] ?? 0), () => console.log(http.address().port));
