// The official clients against this server.
// node clients.mjs <server> websocket|polling|upgrade
import { io } from "socket.io-client";
import { Socket as EngineSocket } from "engine.io-client";
import { scenario, runAll, equal, next, eventually } from "./scenario.mjs";
import { request } from "./raw.mjs";
import parser from "socket.io-msgpack-parser";

const [, , base, mode] = process.argv;
const transports = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] }[mode];
const settled = mode === "polling" ? "polling" : "websocket";

let cases = 0;

/** A connected client; its journal on the server is its own. */
async function connect(namespace = "/", options = {}) {
  const name = `${mode}-${cases++}`;
  const socket = io(base + namespace, {
    transports,
    forceNew: true,
    reconnection: false,
    query: { case: name },
    ...options,
  });
  socket.journal = async () => JSON.parse((await request(base, `/journal?case=${name}`)).body);
  socket.inbox = [];
  socket.onAny((...args) => socket.inbox.push(args));
  await new Promise((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return socket;
}

const transportOf = (socket) => socket.io.engine.transport.name;
const settle = (socket) => eventually(() => transportOf(socket), (name) => name === settled);

scenario("a client connects and reaches its transport", async () => {
  const socket = await connect();
  await settle(socket);
  equal(socket.id.length, 20);
  equal(socket.id === socket.io.engine.id, false);
  equal(Boolean(socket.recovered), false);
  socket.disconnect();
});
scenario("a client's credentials arrive", async () => {
  const socket = await connect("/", { auth: { token: "ä", list: [1] } });
  await eventually(() => socket.inbox, (inbox) => inbox.length === 1);
  equal(socket.inbox, [["auth", { token: "ä", list: [1] }]]);
  socket.disconnect();
});
scenario("a client gets its events back", async () => {
  const socket = await connect();
  const sent = [1, "2", 3.5, null, true, { four: ["five", { six: "€😀" }] }, [], ""];
  socket.emit("message", ...sent);
  equal(await next(socket, "message-back"), sent);
  socket.disconnect();
});
scenario("a client gets bytes back", async () => {
  const socket = await connect();
  const sent = [Buffer.from([1, 2, 3]), { deep: [Buffer.from([255])] }, Buffer.alloc(70_000, 7)];
  socket.emit("message", ...sent);
  equal(await next(socket, "message-back"), sent);
  socket.disconnect();
});
scenario("a client's events are acknowledged, with bytes too", async () => {
  const socket = await connect();
  equal(await socket.timeout(2000).emitWithAck("message-with-ack", "a"), "a");
  equal(await socket.timeout(2000).emitWithAck("message-with-ack", Buffer.from("b")), Buffer.from("b"));
  socket.disconnect();
});
scenario("a client acknowledges the server's events", async () => {
  const socket = await connect();
  socket.on("question", (question, ack) => ack(`${question}, because`));
  socket.emit("ask", "why");
  equal(await next(socket, "asked"), ["why, because"]);
  socket.disconnect();
});
scenario("a client that does not acknowledge is given up", async () => {
  const socket = await connect();
  socket.emit("ask-in-vain");
  equal(await next(socket, "gave-up"), ["operation has timed out"]);
  socket.disconnect();
});
scenario("a client gets a burst in order", async () => {
  const socket = await connect();
  const parts = [];
  socket.on("part", (i) => parts.push(i));
  socket.emit("burst", 1000);
  await eventually(() => parts, (got) => got.length === 1000);
  equal(parts, Array.from({ length: 1000 }, (_, i) => i));
  socket.disconnect();
});
scenario("a client's burst is handled in order, across the upgrade", async () => {
  const socket = await connect();
  const back = [];
  socket.on("message-back", (i) => back.push(i));
  for (let i = 0; i < 500; i++) {
    socket.emit("message", i);
    if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  await eventually(() => back, (got) => got.length === 500);
  equal(back, Array.from({ length: 500 }, (_, i) => i));
  socket.disconnect();
});
scenario("two namespaces share a connection", async () => {
  const main = await connect();
  const custom = main.io.socket("/custom");
  await next(custom, "connect");
  equal(await custom.timeout(2000).emitWithAck("message-with-ack", "c"), "c");
  equal(custom.id === main.id, false);
  custom.disconnect();
  const journal = await eventually(main.journal, (entries) => entries.length === 3);
  equal(journal[2], "disconnect /custom client namespace disconnect");
  equal(await main.timeout(2000).emitWithAck("message-with-ack", "d"), "d");
  main.disconnect();
});
scenario("an unknown namespace is refused", async () => {
  const error = await connect("/nope").catch((e) => e);
  equal(error.message, "Invalid namespace");
});
scenario("a middleware refuses with message and data", async () => {
  const error = await connect("/guarded", { auth: { token: "bad" } }).catch((e) => e);
  equal([error.message, error.data], ["not authorized", { code: 4001, hint: "expired" }]);
});
scenario("a middleware admits", async () => {
  const socket = await connect("/guarded", { auth: { token: "good" } });
  equal(await socket.timeout(2000).emitWithAck("message-with-ack", 1), 1);
  socket.disconnect();
});
scenario("a room hears what is said in it, the speaker and others do not", async () => {
  const [speaker, member, stranger] = await Promise.all([connect(), connect(), connect()]);
  const room = `room-${cases++}`;
  await Promise.all([speaker, member].map((s) => s.timeout(2000).emitWithAck("join", room)));
  await speaker.timeout(2000).emitWithAck("say", room, "hello");
  await eventually(() => member.inbox, (inbox) => inbox.some(([name]) => name === "said"));
  await member.timeout(2000).emitWithAck("leave", room);
  await speaker.timeout(2000).emitWithAck("say", room, "anyone?");
  // Whatever was sent to them before this answer has arrived with it.
  for (const socket of [speaker, member, stranger]) {
    await socket.timeout(2000).emitWithAck("message-with-ack");
  }
  const heard = (socket) => socket.inbox.filter(([name]) => name === "said").map(([, text]) => text);
  equal([speaker, member, stranger].map(heard), [[], ["hello"], []]);
  for (const socket of [speaker, member, stranger]) socket.disconnect();
});
scenario("a broadcast leaves out a room", async () => {
  const [one, two] = await Promise.all([connect(), connect()]);
  const [all, few] = [`all-${cases++}`, `few-${cases}`];
  await one.timeout(2000).emitWithAck("join", all);
  await two.timeout(2000).emitWithAck("join", all);
  await two.timeout(2000).emitWithAck("join", few);
  await one.timeout(2000).emitWithAck("shout", all, few, "psst");
  await two.timeout(2000).emitWithAck("message-with-ack");
  await eventually(() => one.inbox, (inbox) => inbox.some(([name]) => name === "said"));
  equal(two.inbox.some(([name]) => name === "said"), false);
  one.disconnect();
  two.disconnect();
});
scenario("the server disconnects a socket", async () => {
  const socket = await connect();
  socket.emit("leave-me");
  equal((await next(socket, "disconnect"))[0], "io server disconnect");
  const journal = await eventually(socket.journal, (entries) => entries.length === 2);
  equal(journal[1], "disconnect / server namespace disconnect");
});
scenario("the server closes a client", async () => {
  const socket = await connect();
  socket.emit("close-me");
  equal((await next(socket, "disconnect"))[0], "io server disconnect");
  await eventually(() => socket.io.engine.readyState, (state) => state === "closed");
});
scenario("a client that leaves is missed", async () => {
  const socket = await connect();
  await settle(socket);
  socket.disconnect();
  const journal = await eventually(socket.journal, (entries) => entries.length === 2);
  equal(journal[1], "disconnect / client namespace disconnect");
});
scenario("a client that loses its connection is missed", async () => {
  const socket = await connect();
  await settle(socket);
  socket.io.engine.close();
  const journal = await eventually(socket.journal, (entries) => entries.length === 2);
  equal(journal[1], "disconnect / transport close");
});
scenario("a client stays for many heartbeats", async () => {
  const socket = await connect("/", { path: "/hasty/" });
  let pings = 0;
  socket.io.on("ping", () => pings++);
  await eventually(() => pings, (count) => count >= 4);
  equal(socket.connected, true);
  socket.disconnect();
});
scenario("a message over the limit costs a websocket its connection", async () => {
  if (settled === "polling") return;
  const socket = await connect();
  await settle(socket);
  socket.emit("message", "a".repeat(1_100_000));
  equal((await next(socket, "disconnect"))[0], "transport close");
  const journal = await eventually(socket.journal, (entries) => entries.length === 2);
  equal(journal[1], "disconnect / transport error");
});
scenario("a client that loses its connection goes on where it left off", async () => {
  const options = { path: "/recovery/", reconnection: true, reconnectionDelay: 50 };
  const [socket, other] = [await connect("/", options), await connect("/", options)];
  const place = `place-${cases++}`;
  await settle(socket);
  await socket.timeout(2000).emitWithAck("join", place);
  await socket.timeout(2000).emitWithAck("remember", 7);
  // The last events before the loss are no part of what can be missed; the client must not take them for offsets.
  socket.emit("passing", "a string");
  await eventually(() => socket.inbox, (inbox) => inbox.some(([name]) => name === "passed"));
  const id = socket.id;
  socket.io.engine.close();
  await eventually(socket.journal, (entries) => entries.length === 2);
  await other.timeout(2000).emitWithAck("say", place, "meanwhile");
  await eventually(() => socket.inbox, (inbox) => inbox.some(([name]) => name === "said"));
  equal([socket.recovered, socket.id === id], [true, true]);
  equal((await socket.timeout(2000).emitWithAck("who-am-i")).valueOf(), true);
  await other.timeout(2000).emitWithAck("say", place, "again");
  await eventually(() => socket.inbox, (inbox) => inbox.filter(([name]) => name === "said").length === 2);
  equal(socket.inbox.filter(([name]) => name === "said").map(([, text]) => text), ["meanwhile", "again"]);
  socket.disconnect();
  other.disconnect();
});
scenario("a client with the other format gets events, bytes and acknowledgements", async () => {
  const socket = await connect("/custom", { path: "/packed/", parser });
  await settle(socket);
  const sent = [1, -7, 2 ** 40, 3.5, "ä", null, true, { deep: [Buffer.from([1, 2])] }, Buffer.alloc(70_000, 7)];
  socket.emit("message", ...sent);
  equal(await next(socket, "message-back"), sent);
  equal(await socket.timeout(2000).emitWithAck("message-with-ack", Buffer.from("b")), Buffer.from("b"));
  socket.disconnect();
});
scenario("the client of the layer below gets text and bytes back", async () => {
  const engine = new EngineSocket(base, { path: "/engine.io/", transports });
  engine.binaryType = "arraybuffer";
  await next(engine, "open");
  await eventually(() => engine.transport.name, (name) => name === settled);
  const back = [];
  engine.on("message", (data) => back.push(data instanceof ArrayBuffer ? Buffer.from(data) : data));
  engine.send("text €");
  engine.send(Buffer.from([1, 2, 3]));
  await eventually(() => back, (got) => got.length === 2);
  equal(back, ["text €", Buffer.from([1, 2, 3])]);
  engine.close();
});
scenario("fifty clients connect at once", async () => {
  const sockets = await Promise.all(Array.from({ length: 50 }, () => connect()));
  const answers = await Promise.all(sockets.map((s, i) => s.timeout(5000).emitWithAck("message-with-ack", i)));
  equal(answers, sockets.map((_, i) => i));
  sockets.forEach((socket) => socket.disconnect());
});

await runAll();
