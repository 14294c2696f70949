// The reference server with options that change how it opens connections, compresses and serves; the
// counterpart of FrontDoorFixture. Prints its port as soon as it listens.
import { createServer } from "node:http";
import { instrument } from "@socket.io/admin-ui";
import bcrypt from "bcryptjs";
import { Server as EngineServer } from "engine.io";
import { Server as SocketServer } from "socket.io";

const http = createServer((request, response) => {
  const url = new URL(request.url, "http://x");
  if (url.pathname === "/journal") {
    response.end(JSON.stringify(journals.get(url.searchParams.get("case")) ?? []));
  } else {
    response.writeHead(404).end();
  }
});
const journals = new Map();

const engine = new EngineServer({ initialPacket: "welcome" });
engine.attach(http, { path: "/opened/", destroyUpgrade: false });
engine.generateId = async (request) => {
  const { id } = request._query;
  if (id === "impossible") throw new Error("no id");
  return `${id}-${Math.random().toString(36).slice(2)}`;
};
engine.use((request, response, next) => next(request._query.broken ? new Error("broken") : undefined));
engine.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));
engine.on("connection_error", ({ req, code, context }) => {
  const name = new URL(req.url, "http://x").searchParams.get("case");
  if (name) journals.set(name, [`refused ${code} ${context.name}`]);
});

const options = { destroyUpgrade: false, pingInterval: 300, pingTimeout: 2000 };

/** Sends every event back, compressed or not as the transport has it. */
function echo(io) {
  io.on("connection", (socket) => {
    socket.on("echo", (...args) => socket.emit("echoed", ...args));
    socket.on("echo-uncompressed", (...args) => socket.compress(false).emit("echoed", ...args));
    socket.on("echo-to-all", (...args) => io.emit("echoed", ...args));
  });
}

echo(
  new SocketServer(http, {
    ...options,
    path: "/deflated/",
    maxHttpBufferSize: 100_000,
    perMessageDeflate: { threshold: 1024, serverNoContextTakeover: true, clientNoContextTakeover: true },
  }),
);
echo(new SocketServer(http, { ...options, path: "/inflated/", maxHttpBufferSize: 100_000 }));
echo(
  new SocketServer(http, {
    ...options,
    path: "/bare",
    addTrailingSlash: false,
    cookie: { name: "node", domain: "localhost", secure: true, sameSite: "none", maxAge: 60 },
    cors: {
      origin: ["https://a.example"],
      credentials: true,
      methods: ["GET", "POST"],
      allowedHeaders: ["x-asked"],
      exposedHeaders: ["x-shown"],
      maxAge: 600,
    },
  }),
);

/** A server that an administrator can watch. */
function administered(path, settings) {
  const io = new SocketServer(http, { ...options, path, cors: { origin: true, credentials: true } });
  for (const namespace of [io, io.of("/custom")]) {
    namespace.on("connection", (socket) => {
      socket.on("join", (room, ack) => {
        socket.join(room);
        ack();
      });
      socket.on("leave", (room, ack) => {
        socket.leave(room);
        ack();
      });
      socket.on("echo", (...args) => socket.emit("echoed", ...args));
      socket.on("remember", (what, ack) => {
        socket.data.remembered = what;
        ack();
      });
    });
  }
  const auth = { type: "basic", username: "admin", password: bcrypt.hashSync("secret", 4) };
  instrument(io, { auth, serverId: "the-server", ...settings });
}
administered("/administered/", { mode: "development" });
administered("/watched/", { mode: "production", readonly: true, namespaceName: "/look" });

http.listen(Number(process.argv[2] ?? 0), () => console.log(http.address().port));
