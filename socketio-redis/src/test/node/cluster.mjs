// One list of scenarios, with a client at one node and others at another, for each pair of kinds.
// node cluster.mjs streams|pubsub <redis port> <first Java node> <second Java node> <node of the reference>
import { io } from "socket.io-client";
import { createClient } from "redis";
import { Emitter } from "@socket.io/redis-emitter";
import { scenario, runAll, equal, eventually } from "../../../../socketio-vertx/src/test/node/scenario.mjs";

const [, , kind, redisPort, java, otherJava, reference] = process.argv;
const redis = await createClient({ url: `redis://127.0.0.1:${redisPort}` }).connect();
const OFFSET = /^\d+-\d+$/;
let cases = 0;
const fresh = (what) => `${what}-${cases++}`;

/** A client that keeps what it gets. */
async function join(port, { namespace = "/", rooms = [], answer, claim } = {}) {
  const name = fresh("client");
  const socket = io(`http://127.0.0.1:${port}${namespace}`, {
    transports: ["websocket"],
    forceNew: true,
    reconnection: false,
    autoConnect: false,
    auth: { name },
  });
  Object.assign(socket, claim, { name, inbox: [], offsets: [] });
  socket.onAny((...args) => {
    if (answer && typeof args.at(-1) === "function") args.pop()(answer);
    if (typeof args.at(-1) === "function") args.pop();
    // With recovery, a node may have put an offset, or nothing, behind the event's own arguments.
    const last = args.at(-1);
    if (args.length > 1 && (OFFSET.test(last) || last === null)) socket.offsets.push(args.pop());
    socket.inbox.push(args);
  });
  socket.call = (...args) => socket.timeout(8000).emitWithAck(...args);
  socket.connect();
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("connect_error", reject));
  for (const room of rooms) await socket.call("enter", room);
  return socket;
}

/** What clients have heard when they have also heard a last word of the same speaker. */
async function heard(speaker, ...listeners) {
  const last = fresh("last word");
  await speaker.call("broadcast", {}, "end", last);
  return Promise.all(
    listeners.map(async (listener) => {
      await eventually(
        () => listener.inbox,
        (inbox) => inbox.some(([event, text]) => event === "end" && text === last),
      );
      return listener.inbox.filter(([event]) => event !== "end");
    }),
  );
}

const close = (...sockets) => sockets.forEach((socket) => socket.disconnect());
const sorted = (list) => [...list].sort();
const roomsOf = async (asker, room) => {
  const found = await asker.call("fetch", room);
  return Object.fromEntries(found.map(({ name, rooms }) => [name, rooms]));
};

const pairs = [
  ["Java and Java", java, otherJava],
  ["Java and the reference", java, reference],
  ["the reference and Java", reference, java],
];

for (const [pair, here, there] of pairs) {
  const across = (name, run) => scenario(`${pair}: ${name}`, run);

  across("a room hears at both nodes what is said at one, and nobody else does", async () => {
    const room = fresh("room");
    const near = await join(here, { rooms: [room] });
    const far = await join(there, { rooms: [room] });
    const stranger = await join(there);
    const said = ["news", 1, -1.5, "ä€😀", true, null, { deep: [{}, []] }, 2 ** 40, "end"];
    await near.call("broadcast", { to: [room] }, ...said);
    equal(await heard(near, near, far, stranger), [[said], [said], []]);
    close(near, far, stranger);
  });
  across("bytes arrive as bytes", async () => {
    const room = fresh("room");
    const near = await join(here, { rooms: [room] });
    const far = await join(there, { rooms: [room] });
    const said = ["bytes", Buffer.from([1, 2, 255]), { deep: [Buffer.alloc(70_000, 7)] }, 1];
    await near.call("broadcast", { to: [room] }, ...said);
    equal(await heard(near, near, far), [[said], [said]]);
    close(near, far);
  });
  across("several rooms hear once, but for those left out", async () => {
    const [one, two, out] = [fresh("room"), fresh("room"), fresh("room")];
    const near = await join(here, { rooms: [one] });
    const both = await join(there, { rooms: [one, two] });
    const left = await join(there, { rooms: [two, out] });
    await near.call("broadcast", { to: [one, two], except: [out] }, "once", 1);
    await near.call("broadcast", { except: [out] }, "all", 1);
    const all = [["once", 1], ["all", 1]];
    equal(await heard(near, near, both, left), [all, all, []]);
    close(near, both, left);
  });
  across("one socket is reached by its id", async () => {
    const [near, far, stranger] = [await join(here), await join(there), await join(there)];
    await near.call("broadcast", { to: [far.id] }, "psst", 1);
    equal(await heard(near, far, stranger), [[["psst", 1]], []]);
    close(near, far, stranger);
  });
  across("what is volatile or not compressed arrives, what is local stays", async () => {
    const [near, far] = [await join(here), await join(there)];
    await near.call("broadcast", { gust: true, plain: true }, "gust", 1);
    await near.call("broadcast", { local: true }, "local", 1);
    const [atHome, away] = await heard(near, near, far);
    equal([atHome.length, away], [2, [["gust", 1]]]);
    close(near, far);
  });
  across("a namespace hears nothing of another", async () => {
    const room = fresh("room");
    const near = await join(here, { rooms: [room], namespace: "/chat" });
    const far = await join(there, { rooms: [room], namespace: "/chat" });
    const stranger = await join(there, { rooms: [room] });
    const speaker = await join(here);
    await near.call("broadcast", { to: [room] }, "chat", 1);
    equal(await heard(near, far), [[["chat", 1]]]);
    equal(await heard(speaker, stranger), [[]]);
    close(near, far, stranger, speaker);
  });
  across("a burst arrives in order", async () => {
    const [near, far] = [await join(here), await join(there)];
    const numbers = Array.from({ length: 300 }, (_, i) => i);
    await Promise.all(numbers.map((i) => near.call("broadcast", { to: [far.id] }, "part", i)));
    const [parts] = await heard(near, far);
    equal(parts.map(([, i]) => i), numbers);
    close(near, far);
  });
  across("acknowledgements of both nodes are collected", async () => {
    const room = fresh("room");
    const near = await join(here, { rooms: [room], answer: "near" });
    const far = await join(there, { rooms: [room], answer: { from: [Buffer.from("far")] } });
    const [complete, answers] = await near.call("ask", { to: [room] }, 5000, "question", 1);
    equal([complete, answers.length], [true, 2]);
    equal(answers.find((answer) => answer !== "near"), { from: [Buffer.from("far")] });
    close(near, far);
  });
  across("acknowledgements that came in time are kept when one does not come", async () => {
    const room = fresh("room");
    const near = await join(here, { rooms: [room] });
    const far = await join(there, { rooms: [room], answer: "far" });
    equal(await near.call("ask", { to: [room] }, 500, "question", 1), [false, ["far"]]);
    close(near, far);
  });
  across("sockets of both nodes are fetched with rooms, data and credentials", async () => {
    const [room, other] = [fresh("room"), fresh("other")];
    const near = await join(here, { rooms: [room] });
    const far = await join(there, { rooms: [room, other] });
    const stranger = await join(there, { rooms: [other] });
    const found = await near.call("fetch", room);
    const entry = ({ id, name }, rooms) => ({ id, name, rooms, auth: name });
    const byName = (list) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    equal(byName(found), byName([entry(near, [room]), entry(far, sorted([room, other]))]));
    equal((await near.call("fetch", fresh("nobody"))).length, 0);
    close(near, far, stranger);
  });
  across("sockets of both nodes join and leave rooms", async () => {
    const [room, other] = [fresh("room"), fresh("other")];
    const near = await join(here, { rooms: [room] });
    const far = await join(there, { rooms: [room] });
    const stranger = await join(there);
    await near.call("pull", room, [other]);
    await eventually(
      () => roomsOf(near, other),
      (found) => Object.keys(found).length === 2,
    );
    await near.call("broadcast", { to: [other] }, "inside", 1);
    await near.call("push", room, [other]);
    await eventually(
      () => roomsOf(near, other),
      (found) => Object.keys(found).length === 0,
    );
    await near.call("broadcast", { to: [other] }, "too late", 1);
    equal(await heard(near, near, far, stranger), [[["inside", 1]], [["inside", 1]], []]);
    close(near, far, stranger);
  });
  across("sockets of the other node are disconnected, with their connections or without", async () => {
    const [room, other] = [fresh("room"), fresh("other")];
    const near = await join(here);
    const left = await join(there, { rooms: [room] });
    const cut = await join(there, { rooms: [other] });
    const stranger = await join(there);
    const [beside, besideCut] = [left, cut].map((socket) => socket.io.socket("/chat").connect());
    await eventually(() => beside.connected && besideCut.connected, (connected) => connected);
    await near.call("expel", room, false);
    await near.call("expel", other, true);
    await eventually(() => [left.connected, cut.connected], ([a, b]) => !a && !b);
    await eventually(() => besideCut.connected, (connected) => !connected);
    equal([beside.connected, stranger.connected], [true, true]);
    close(near, beside, stranger);
  });
  across("a server's event reaches the other servers only", async () => {
    const [near, far] = [await join(here), await join(there)];
    const news = fresh("news");
    const of = (journal) => journal.filter(([, text]) => text === news).map(([, ...args]) => args);
    await near.call("tell-servers", news, { deep: [1] });
    await eventually(async () => of(await far.call("journal")), (list) => list.length > 0);
    equal(of(await far.call("journal")), [[news, { deep: [1] }]]);
    equal(of(await near.call("journal")), []);
    close(near, far);
  });
  across("a server's question is answered by the others, or fails in time", async () => {
    const near = await join(here);
    const question = fresh("why");
    const answers = await near.call("ask-servers", "server-question", question);
    equal([answers.length, answers.every((answer) => answer.endsWith(`: ${question}`))], [2, true]);
    close(near);
  });

  if (kind === "pubsub") {
    across("another process reaches clients with the emitter", async () => {
      const room = fresh("room");
      const emitter = new Emitter(redis);
      const near = await join(here, { rooms: [room] });
      const far = await join(there);
      emitter.in(far.id).socketsJoin(room);
      await eventually(() => roomsOf(near, room), (found) => far.name in found);
      const said = ["from outside", 1, Buffer.from([7]), undefined, { at: "x" }];
      emitter.to(room).emit(...said);
      emitter.except(room).emit("for others");
      await eventually(
        () => [near, far].flatMap(({ inbox }) => inbox),
        (inbox) => inbox.filter(([event]) => event === "from outside").length === 2,
      );
      const arrived = ["from outside", 1, Buffer.from([7]), null, { at: "x" }];
      equal(await heard(near, near, far), [[arrived], [arrived]]);
      const news = fresh("news");
      emitter.serverSideEmit("server-news", news);
      await eventually(
        async () => (await near.call("journal")).some(([, text]) => text === news),
        (told) => told,
      );
      emitter.in(room).socketsLeave(room);
      await eventually(() => roomsOf(near, room), (found) => Object.keys(found).length === 0);
      emitter.in(far.id).disconnectSockets(true);
      await eventually(() => far.connected, (connected) => !connected);
      equal(near.connected, true);
      close(near);
    });
  }

  if (kind === "streams") {
    across("an event has one offset at all nodes", async () => {
      const room = fresh("room");
      const near = await join(here, { rooms: [room] });
      const far = await join(there, { rooms: [room] });
      for (const i of [1, 2, 3]) await near.call("broadcast", { to: [room] }, "news", i);
      await heard(near, near, far);
      equal(near.offsets.length, 4);
      equal(near.offsets, far.offsets);
      close(near, far);
    });
    across("a client that lost its connection goes on at the other node, missing nothing", async () => {
      const [room, other] = [fresh("room"), fresh("other")];
      const near = await join(here, { rooms: [room] });
      const far = await join(there);
      await far.call("broadcast", { to: [room] }, "before", 1);
      await eventually(() => near.offsets, (offsets) => offsets.length === 1);
      await near.call("say-to-me", "for you", 2);
      await eventually(() => near.offsets, (offsets) => offsets.length === 2);
      const { id, _pid, _lastOffset } = near;
      near.io.engine.close();
      await eventually(() => redis.exists(`sio:session:${_pid}`), (there) => there === 1);
      await far.call("broadcast", { to: [room] }, "missed", 3, Buffer.from([1]));
      await far.call("broadcast", { to: [other] }, "not for you", 4);
      await far.call("broadcast", { except: [room] }, "not for you", 5);
      await far.call("broadcast", { to: [id] }, "missed", 6);
      const back = await join(there, { claim: { _pid, _lastOffset } });
      equal([back.recovered, back.id, await back.call("recovered")], [true, id, true]);
      await far.call("broadcast", { to: [room] }, "again", 7);
      const expected = [["missed", 3, Buffer.from([1])], ["missed", 6], ["again", 7]];
      equal(await heard(far, back), [expected]);
      equal(await redis.exists(`sio:session:${_pid}`), 0);
      const [{ name, rooms }] = await far.call("fetch", room);
      equal([name, rooms], [near.name, [room]]);
      close(back, far);
    });
    across("a client with a foreign secret or offset begins anew", async () => {
      const near = await join(here);
      const { id, _pid } = near;
      await near.call("broadcast", {}, "before", 1);
      await eventually(() => near.offsets, (offsets) => offsets.length > 0);
      near.io.engine.close();
      await eventually(() => redis.exists(`sio:session:${_pid}`), (there) => there === 1);
      for (const claim of [
        { _pid: "nobody", _lastOffset: near._lastOffset },
        { _pid, _lastOffset: "1-1" },
        { _pid, _lastOffset: "x" },
      ]) {
        const back = await join(there, { claim });
        equal([Boolean(back.recovered), back.id === id], [false, false]);
        close(back);
      }
    });
  }
}

if (kind === "pubsub") {
  scenario("the reference is told of the rooms of all nodes", async () => {
    const rooms = [fresh("room"), fresh("room")];
    const clients = [await join(java, { rooms: [rooms[0]] }), await join(otherJava, { rooms: [rooms[1]] })];
    const asker = await join(reference);
    const all = await asker.call("all-rooms");
    equal(rooms.every((room) => all.includes(room)), true);
    close(...clients, asker);
  });
}

await runAll();
