// What the admin page hears and does, with the official client in its place; the same script against
// the reference with `instrument` and against this server.
// node admin.mjs <this server> <reference server>
import { io } from "socket.io-client";
import { runAll, same, scenario, equal, next, eventually } from "./scenario.mjs";

const SECRET = { username: "admin", password: "secret" };
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
let cases = 0;

/** A client of the admin namespace that keeps all it hears. */
class Page {
  static async open(base, { path = "/administered/", namespace = "/admin", auth = SECRET } = {}) {
    const page = new Page();
    page.log = [];
    page.socket = io(base + namespace, { path, auth, forceNew: true, transports: ["websocket"] });
    page.socket.onAny((...event) => page.log.push(event));
    await next(page.socket, "connect");
    await page.has((event) => event[0] === "config");
    return page;
  }

  has(condition) {
    return eventually(
      () => this.log.find(condition),
      (found) => found !== undefined,
    );
  }

  /** What was said of a socket, up to what this condition finds. */
  async about(id, condition) {
    await this.has((event) => JSON.stringify(event).includes(id) && condition(event));
    return this.log.filter((event) => event[0] !== "all_sockets" && JSON.stringify(event).includes(id)).map((event) => shown(event, id));
  }

  close() {
    this.socket.close();
  }
}

async function visitor(base, { path = "/administered/", namespace = "/", transports = ["websocket"], ...more } = {}) {
  const socket = io(base + namespace, { path, forceNew: true, transports, ...more });
  await next(socket, "connect");
  return socket;
}

/** An event without what differs from one run to the next. */
function shown(value, id) {
  if (value === id) return "…";
  if (typeof value === "string") return DATE.test(value) ? "date" : value;
  if (Array.isArray(value)) return value.map((item) => shown(item, id));
  if (value && typeof value === "object") return form(value, id);
  return value;
}

function form(value, id) {
  const entries = Object.entries(value).map(([name, part]) => [name, shown(part, id)]);
  const known = Object.fromEntries(entries);
  if (known.clientId) known.clientId = known.clientId.length;
  if (known.handshake) {
    const { headers, ...rest } = known.handshake;
    known.handshake = { ...Object.fromEntries(Object.entries(rest).map(([name, part]) => [name, typeof part])), headers: headers["x-shown"], xdomain: rest.xdomain, query: rest.query };
  }
  return known;
}

for (const auth of [{}, { ...SECRET, password: "wrong" }, { ...SECRET, username: "other" }, { sessionId: "guessed" }]) {
  same(`both refuse an administrator that comes with ${JSON.stringify(auth)}`, async (base) => {
    const socket = io(`${base}/admin`, { path: "/administered/", auth, forceNew: true });
    const [error] = await next(socket, "connect_error");
    socket.close();
    return [error.message];
  });
}
// The reference ends its process at this one.
scenario("an administrator without a password is refused", async (base) => {
  const socket = io(`${base}/admin`, { path: "/administered/", auth: { username: "admin" }, forceNew: true });
  const [error] = await next(socket, "connect_error");
  socket.close();
  equal(error.message, "invalid credentials");
});
same("both begin a session and let the page come back by it", async (base) => {
  const first = await Page.open(base);
  const [, session] = await first.has((event) => event[0] === "session");
  first.close();
  const second = await Page.open(base, { auth: { sessionId: session } });
  await second.has((event) => event[0] === "all_sockets");
  const again = second.log.some((event) => event[0] === "session");
  second.close();
  return [typeof session, again];
});
same("both tell the page what it can do", async (base) => {
  const page = await Page.open(base);
  const config = await page.has((event) => event[0] === "config");
  page.close();
  return config;
});
same("both tell a page that may only look at sums so", async (base) => {
  const page = await Page.open(base, { path: "/watched/", namespace: "/look" });
  const config = await page.has((event) => event[0] === "config");
  const socket = await visitor(base, { path: "/watched/" });
  socket.on("news", () => page.log.push(["heard"]));
  page.socket.emit("emit", "/", undefined, "news");
  socket.emit("echo", 1);
  await next(socket, "echoed");
  await page.has((event) => event[0] === "server_stats");
  const names = [...new Set(page.log.map(([name]) => name))].sort();
  socket.close();
  page.close();
  return [config, names];
});

same("both tell of a socket from its connection to its end", async (base) => {
  const page = await Page.open(base);
  const room = `room-${cases++}`;
  const socket = await visitor(base, { query: { a: "b" }, extraHeaders: { "x-shown": "yes" } });
  const { id } = socket;
  await socket.emitWithAck("join", room);
  socket.emit("echo", 1, { two: [3] });
  await next(socket, "echoed");
  await socket.emitWithAck("remember", { a: 1 });
  await socket.emitWithAck("leave", room);
  await page.has((event) => event[0] === "socket_updated");
  socket.close();
  const story = await page.about(id, (event) => event[0] === "room_left" && event[2] === id);
  page.close();
  return story.map((event) => JSON.parse(JSON.stringify(event).replaceAll(room, "the room")));
});
same("both tell of a socket in another namespace", async (base) => {
  const page = await Page.open(base);
  const socket = await visitor(base, { namespace: "/custom" });
  const story = await page.about(socket.id, (event) => event[0] === "socket_connected");
  socket.close();
  page.close();
  return story;
});
same("both tell of an upgrade", async (base) => {
  const page = await Page.open(base);
  const socket = await visitor(base, { transports: ["polling", "websocket"] });
  const upgraded = await page.has((event) => event[0] === "socket_updated" && event[1].id === socket.id);
  const connected = await page.has((event) => event[0] === "socket_connected" && event[1].id === socket.id);
  const result = [shown(upgraded, socket.id), connected[1].transport];
  socket.close();
  page.close();
  return result;
});
same("both tell a new page of all sockets", async (base) => {
  const sockets = [await visitor(base), await visitor(base, { namespace: "/custom" })];
  await sockets[0].emitWithAck("remember", "this");
  const page = await Page.open(base);
  const [, all] = await page.has((event) => event[0] === "all_sockets");
  const found = sockets.map(({ id }) => shown(all.find((one) => one.id === id), id));
  const self = all.filter((one) => one.id === page.socket.id).map((one) => [one.nsp, one.transport, one.rooms.length]);
  sockets.forEach((socket) => socket.close());
  page.close();
  return [found, self];
});

for (const filter of ["nobody", "room", "socket", "all", "rooms"]) {
  same(`both carry out the page's commands for ${filter}`, async (base) => {
    const page = await Page.open(base);
    const rooms = [`room-${cases++}`, `room-${cases++}`];
    const sockets = await Promise.all([visitor(base), visitor(base), visitor(base, { namespace: "/custom" })]);
    const heard = sockets.map(() => []);
    sockets.forEach((socket, i) => {
      socket.onAny((...event) => heard[i].push(event));
      socket.on("disconnect", (reason) => heard[i].push(reason));
    });
    await sockets[0].emitWithAck("join", rooms[0]);
    await sockets[2].emitWithAck("join", rooms[0]);
    const whom = { nobody: "no-room", room: rooms[0], socket: sockets[0].id, all: undefined, rooms }[filter];
    page.socket.emit("emit", "/", whom, "news", 1, { two: 3 });
    page.socket.emit("join", "/", rooms[1], whom);
    page.socket.emit("emit", "/", rooms[1], "second");
    page.socket.emit("leave", "/", rooms[1], whom);
    page.socket.emit("emit", "/", rooms[1], "never");
    page.socket.emit("emit", "/custom", rooms[0], "custom");
    await next(sockets[2], "custom");
    page.socket.emit("_disconnect", "/", false, whom);
    page.socket.emit("emit", "/", undefined, "last");
    page.socket.emit("emit", "/custom", undefined, "last");
    await next(sockets[2], "last");
    const isLeft = (socket) => !["room", "socket", "all", "rooms"].includes(filter) || (socket !== sockets[0] && filter !== "all");
    await eventually(
      () => sockets.slice(0, 2).every((socket, i) => heard[i].some((event) => (isLeft(socket) ? event[0] === "last" : typeof event === "string"))),
      (done) => done,
    );
    sockets.forEach((socket) => socket.close());
    page.close();
    return heard.map((events) => events.filter((event) => event !== "io client disconnect"));
  });
}
same("both close connections for the page", async (base) => {
  const page = await Page.open(base);
  const socket = await visitor(base);
  const story = next(socket, "disconnect");
  page.socket.emit("_disconnect", "/", true, socket.id);
  const [reason] = await story;
  const open = socket.io.engine.readyState;
  socket.close();
  page.close();
  return [reason, open];
});

same("both tell sums every two seconds", async (base) => {
  const page = await Page.open(base);
  const types = new Map();
  const gather = async () => {
    const socket = await visitor(base);
    socket.emit("echo", "x".repeat(100));
    await next(socket, "echoed");
    socket.close();
  };
  await gather();
  let last;
  await eventually(
    () => {
      for (const [name, stats] of page.log) {
        if (name !== "server_stats") continue;
        last = stats;
        for (const { subType, ...event } of stats.aggregatedEvents) {
          // Which connections have ended within these seconds is an affair of the scenarios before.
          types.set(event.type, subType === undefined ? event : { ...event, subType: typeof subType });
        }
      }
      return types;
    },
    (found) => found.size >= 6,
  );
  page.close();
  return [
    Object.entries(last)
      .map(([name, value]) => [name, Array.isArray(value) ? "array" : typeof value])
      .sort(),
    last.serverId,
    last.namespaces.map(({ name }) => name).sort(),
    [...types.values()].map(({ timestamp, count, ...rest }) => [rest, timestamp % 1000, count > 0]).sort((a, b) => a[0].type.localeCompare(b[0].type)),
  ];
});

await runAll(process.argv[2], process.argv[3]);
