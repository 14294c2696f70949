// Two Java nodes whose Redis talks nonsense, goes away and comes back.
// node outage.mjs streams|pubsub <redis port> <one node> <another>
import { io } from "socket.io-client";
import { createClient } from "redis";
import { scenario, runAll, equal, eventually } from "../../../../socketio-vertx/src/test/node/scenario.mjs";

const [, , kind, redisPort, here, there] = process.argv;

async function join(port, name) {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true, auth: { name } });
  socket.inbox = [];
  socket.on("question", (ack) => ack(name));
  socket.on("said", (text) => socket.inbox.push(text));
  socket.call = (...args) => socket.timeout(15_000).emitWithAck(...args);
  await new Promise((resolve) => socket.once("connect", resolve));
  await socket.call("enter", "room");
  return socket;
}

const [near, far] = [await join(here, "near"), await join(there, "far")];
const say = (text) => near.call("broadcast", { to: ["room"] }, "said", text);
const heard = (socket, text) => eventually(() => socket.inbox, (inbox) => inbox.includes(text));
const told = (what) => eventually(() => near.call("failures"), (failures) => failures.includes(what));

async function speakNonsense() {
  const redis = await createClient({ url: `redis://127.0.0.1:${redisPort}` }).connect();
  const nonsense = ["", "{", "{}", "x", '{"type":99}', '{"type":5}', Buffer.from([0xc1]), Buffer.from([0x93, 1, 2, 3])];
  const channels = [
    "socket.io#/#",
    "socket.io#/#room#",
    ...(kind === "pubsub" ? ["socket.io-request#/#", "socket.io-response#/#"] : []),
  ];
  for (const channel of channels) for (const text of nonsense) await redis.publish(channel, text);
  for (const data of ["", "{", "[]", "!!", '{"packet":{"type":2,"data":[]}}']) {
    for (const type of ["3", "4", "x", "99"]) await redis.xAdd("socket.io", "*", { uid: "u", nsp: "/", type, data });
  }
  await redis.xAdd("socket.io", "*", { something: "else" });
  await redis.close();
}

scenario("nonsense is ignored and told, and everything goes on", async () => {
  await speakNonsense();
  await say("after nonsense");
  await Promise.all([heard(near, "after nonsense"), heard(far, "after nonsense")]);
  await told(kind === "pubsub" ? "a message of another node" : "an entry of the stream");
});

scenario("without Redis a node serves its own clients, tells of it, and fails what needs others", async () => {
  await near.call("redis", "stop");
  await say("alone");
  await heard(near, "alone");
  await told("publishing to Redis");
  equal(/Redis is away|Connection/.test(await near.call("try-fetch", "room")), true);
  equal(await near.call("ask", { to: ["room"] }, 500, "question"), [false, ["near"]]);
  await near.call("pull", "room", ["other room"]);
  await near.call("broadcast", { to: ["other room"] }, "said", "in the other room");
  await heard(near, "in the other room");
});

scenario("with Redis back all is as before, by itself", async () => {
  await near.call("redis", "start");
  await eventually(
    async () => {
      await say("back");
      return far.inbox.includes("back");
    },
    (arrived) => arrived,
  );
  await eventually(() => near.call("try-fetch", "room"), (found) => found === 2);
  const [complete, answers] = await near.call("ask", { to: ["room"] }, 5000, "question");
  equal([complete, answers.sort()], [true, ["far", "near"]]);
  await far.call("broadcast", { to: ["room"] }, "said", "from afar");
  await Promise.all([heard(near, "from afar"), heard(far, "from afar")]);
  equal(far.inbox.includes("alone"), false);
  equal(near.inbox.filter((text) => text === "alone").length, 1);
});

scenario("a Redis that hangs is as good as away, and what it was sent counts once", async () => {
  await near.call("redis", "hang");
  await say("hanging");
  await heard(near, "hanging");
  await near.call("redis", "go on");
  await eventually(
    async () => {
      await say("going on");
      return far.inbox.includes("going on");
    },
    (arrived) => arrived,
  );
  await eventually(() => near.call("try-fetch", "room"), (found) => found === 2);
  await say("last");
  await Promise.all([heard(near, "last"), heard(far, "last")]);
  equal(near.inbox.filter((text) => text === "hanging").length, 1);
});

await runAll();
