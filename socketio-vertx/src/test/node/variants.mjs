// Servers of the reference with other settings and namespaces with other rules, as in Variants.java.
import { createServer } from "node:http";
import { Server as SocketServer } from "socket.io";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Adds namespaces to the main server, and servers beside it. `note` writes into a journal. */
export function serveVariants(http, io, options, note) {
  serveRules(io, note);
  serveRooms(io.of("/rooms"), note);
  const quiet = { ...options, serveClient: false };
  new SocketServer(http, {
    ...quiet,
    path: "/strict/",
    cors: { origin: ["https://a.example", "https://b.example"], credentials: true },
    transports: ["polling"],
    allowUpgrades: false,
  });
  new SocketServer(http, { ...quiet, path: "/wires/", transports: ["websocket"], cors: undefined });
  new SocketServer(http, { ...quiet, path: "/bare", addTrailingSlash: false, allowUpgrades: false });
  new SocketServer(http, {
    ...quiet,
    path: "/brief/",
    upgradeTimeout: 200,
    connectTimeout: 60_000,
    maxHttpBufferSize: 100,
    httpCompression: false,
  });
}

/** Starts a server that a client can close; tells its port. */
export async function startMortal(options, note) {
  const http = createServer();
  const io = new SocketServer(http, { ...options, serveClient: false });
  io.on("connection", (socket) => {
    note(socket, "connect");
    socket.on("disconnect", (reason) => note(socket, `disconnect ${reason}`));
    socket.on("shut", () => io.close());
  });
  await new Promise((resolve) => http.listen(0, resolve));
  return http.address().port;
}

/** Namespaces whose middlewares decide in their order, and late, and about events. */
function serveRules(io, note) {
  const ordered = io.of("/ordered");
  for (const step of ["first", "second", "third"]) {
    ordered.use((socket, next) => {
      note(socket, step);
      next(socket.handshake.auth.stopAt === step ? new Error(`stopped at ${step}`) : undefined);
    });
  }
  ordered.on("connection", (socket) => note(socket, "connect"));

  const slow = io.of("/slow");
  slow.use(async (socket, next) => {
    await pause(150);
    next();
  });
  slow.on("connection", (socket) => {
    note(socket, "connect");
    socket.on("disconnect", (reason) => note(socket, `disconnect ${reason}`));
  });

  const checked = io.of("/checked");
  checked.on("connection", (socket) => {
    socket.use(([event, ...args], next) => {
      note(socket, `checked ${event}`);
      next(event === "forbidden" ? new Error("forbidden") : undefined);
    });
    socket.use(([event], next) => {
      note(socket, `checked again ${event}`);
      next();
    });
    for (const event of ["forbidden", "allowed"]) {
      socket.on(event, (...args) => args.pop()(event));
    }
  });

  io.of("/leaver").on("connection", (socket) => socket.disconnect());
  io.of("/closer").on("connection", (socket) => socket.disconnect(true));
  io.of("/greeter").on("connection", (socket) => {
    for (let i = 0; i < 3; i++) socket.emit("hello", i);
    socket.emit("bytes", Buffer.from([1]), { deep: [Buffer.from([2, 3])] });
  });
}

/** What can be done with rooms, by whom they are asked for. */
function serveRooms(rooms, note) {
  rooms.on("connection", (socket) => {
    note(socket, "connect");
    socket.on("disconnect", (reason) => note(socket, `disconnect ${reason}`));
    const done = (action) =>
      socket.on(action.event, async (...args) => {
        const ack = args.pop();
        ack((await action.run(...args)) ?? null);
      });
    done({ event: "enter", run: (...names) => void socket.join(names) });
    done({ event: "exit", run: (name) => void socket.leave(name) });
    done({ event: "mine", run: () => [...socket.rooms].filter((room) => room !== socket.id).sort() });
    done({ event: "everyone", run: (room, text) => void rooms.to(room).emit("heard", text) });
    done({ event: "others", run: (text) => void socket.broadcast.emit("heard", text) });
    done({ event: "both-rooms", run: (one, two, text) => void rooms.to(one).to(two).emit("heard", text) });
    done({ event: "others-in", run: (one, two, text) => void socket.to(one).to(two).emit("heard", text) });
    done({ event: "others-but", run: (room, text) => void socket.except(room).emit("heard", text) });
    done({ event: "others-inside", run: (room, text) => void socket.in(room).emit("heard", text) });
    done({ event: "but", run: (room, but, text) => void rooms.in(room).except(but).emit("heard", text) });
    done({ event: "but-two", run: (room, one, two, text) => void rooms.in(room).except([one, two]).emit("heard", text) });
    done({ event: "here", run: (room, text) => void rooms.local.to(room).emit("heard", text) });
    done({ event: "bytes-to", run: (room, bytes) => void rooms.to(room).emit("heard", bytes, [bytes]) });
    done({ event: "to-id", run: (id, text) => void rooms.to(id).emit("heard", text) });
    done({ event: "gust-to", run: (room, text) => void rooms.to(room).volatile.emit("heard", text) });
    done({ event: "pull", run: (room, into) => void rooms.in(room).socketsJoin(into) });
    done({ event: "push", run: (room, from) => void rooms.in(room).socketsLeave(from) });
    done({ event: "expel", run: (room) => void rooms.in(room).disconnectSockets() });
    done({ event: "cut", run: (room) => void rooms.in(room).disconnectSockets(true) });
    done({ event: "count", run: async (room) => (await rooms.in(room).fetchSockets()).length });
    done({
      event: "each",
      run: async (room, into) => {
        for (const found of await rooms.in(room).fetchSockets()) {
          found.emit("heard", "for you");
          found.join(into);
          found.leave(room);
        }
      },
    });
    done({
      event: "expel-each",
      run: async (room) => (await rooms.in(room).fetchSockets()).forEach((found) => found.disconnect()),
    });
    done({ event: "server-side", run: () => void rooms.serverSideEmit("nobody", 1) });
    socket.on("enter-and-tell", (room) => {
      socket.join(room);
      rooms.to(room).emit("heard", "at once");
    });
    socket.on("exit-and-tell", (room) => {
      socket.leave(room);
      rooms.to(room).emit("heard", "too late");
      socket.emit("told");
    });
  });
}
