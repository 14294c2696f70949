// What the official client lives through, on each way to connect; the same script against the
// reference and against this server.
// node official.mjs <this server> <reference server>
import { io } from "socket.io-client";
import { Socket as EngineSocket } from "engine.io-client";
import { runAll, same, next, eventually } from "./scenario.mjs";
import { request } from "./raw.mjs";

const modes = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] };
let cases = 0;

/** A client that writes down what it lives through. */
class Diary {
  constructor(base, mode, namespace = "/", options = {}) {
    this.base = base;
    this.name = `official-${cases++}-${Math.random().toString(36).slice(2)}`;
    this.settled = mode === "polling" ? "polling" : "websocket";
    this.entries = [];
    this.socket = io(base + namespace, {
      transports: modes[mode],
      forceNew: true,
      reconnection: false,
      query: { case: this.name },
      ...options,
    });
    this.socket.on("connect", () => this.note("connect"));
    this.socket.on("connect_error", (error) => this.note("connect_error", error.message, error.data));
    this.socket.on("disconnect", (reason) => this.note("disconnect", reason));
    this.socket.onAny((event, ...args) => this.note(event, ...args.filter((arg) => typeof arg !== "function")));
  }

  note(...entry) {
    this.entries.push(entry);
  }

  /** Waits for an entry of this name, as often as given. */
  has(name, times = 1) {
    return eventually(
      () => this.entries,
      (entries) => entries.filter(([entry]) => entry === name).length >= times,
    );
  }

  async settle() {
    await this.has("connect");
    await eventually(
      () => this.socket.io.engine.transport.name,
      (name) => name === this.settled,
    );
  }

  async journal(length) {
    return eventually(
      async () => JSON.parse((await request(this.base, `/journal?case=${this.name}`)).body),
      (entries) => entries.length >= length,
    );
  }
}

/** One scenario for each way to connect. */
function each(name, script, ways = Object.keys(modes)) {
  for (const mode of ways) {
    same(`${name}, by ${mode}`, async (base) => {
      const diaries = [];
      const open = (namespace, options) => {
        const diary = new Diary(base, mode, namespace, options);
        diaries.push(diary);
        return diary;
      };
      try {
        return await script(open, base, mode);
      } finally {
        diaries.forEach((diary) => diary.socket.disconnect());
      }
    });
  }
}

each("both let a client in and out", async (open) => {
  const client = open("/", { auth: { token: "ä" } });
  await client.settle();
  await client.has("auth");
  client.socket.disconnect();
  return [client.entries, await client.journal(2)];
});
each("both carry values of every kind there and back", async (open) => {
  const client = open();
  await client.settle();
  const sent = [0, -1.5, 2 ** 53, "€😀", "", null, true, [], {}, [[{ a: [] }]], Buffer.alloc(3000, 7), { b: Buffer.from([1]) }];
  client.socket.emit("message", ...sent);
  await client.has("message-back");
  return [client.entries.at(-1), await client.socket.timeout(2000).emitWithAck("message-with-ack", sent)];
});
each("both refuse a client with what the middleware says", async (open) => {
  const client = open("/guarded", { auth: { token: "bad" } });
  await client.has("connect_error");
  return client.entries;
});
each("both refuse an unknown namespace", async (open) => {
  const client = open("/nope");
  await client.has("connect_error");
  return client.entries;
});
each("both let a refused client in that tries again", async (open) => {
  const client = open("/guarded");
  await client.has("connect_error");
  client.socket.auth = { token: "good" };
  client.socket.connect();
  await client.has("auth");
  return client.entries;
});
each("both disconnect a client, which stays away", async (open) => {
  const client = open("/", { reconnection: true, reconnectionDelay: 10 });
  await client.settle();
  client.socket.emit("leave-me");
  await client.has("disconnect");
  return [client.entries, client.socket.active, await client.journal(2)];
});
each("both close a client for good", async (open) => {
  const client = open("/", { reconnection: true, reconnectionDelay: 10 });
  await client.settle();
  client.socket.emit("close-me");
  await client.has("disconnect");
  return [client.entries, client.socket.active, await client.journal(2)];
});
each("both disconnect a client in the connection handler", async (open) => {
  const client = open("/leaver");
  await client.has("disconnect");
  return client.entries;
});
each("both tell of a client that closes its connection", async (open) => {
  const client = open();
  await client.settle();
  await client.has("auth");
  client.socket.io.engine.close();
  await client.has("disconnect");
  return [client.entries, await client.journal(2)];
});
each("both let a client come back by itself", async (open) => {
  const client = open("/", { reconnection: true, reconnectionDelay: 10 });
  await client.settle();
  await client.has("auth");
  client.socket.io.engine.close();
  await client.has("connect", 2);
  await client.has("auth", 2);
  return [client.entries, Boolean(client.socket.recovered)];
});
each("both let a client go on where it left off", async (open) => {
  const options = { path: "/recovery/", reconnection: true, reconnectionDelay: 10 };
  const client = open("/", options);
  await client.settle();
  await client.has("auth");
  await client.socket.timeout(2000).emitWithAck("join", client.name);
  const { id } = client.socket;
  client.socket.io.engine.close();
  await client.journal(2);
  const other = open("/", options);
  await other.settle();
  await other.socket.timeout(2000).emitWithAck("say", client.name, "meanwhile");
  await client.has("said");
  await client.has("auth", 2);
  // This server's CONNECT goes out before what was missed, and the client then hears it in that order.
  return [client.socket.recovered, client.socket.id === id, client.entries.map(([name]) => name).sort()];
});
each("both close a client that sends what is over the limit", async (open) => {
  const client = open();
  await client.settle();
  await client.has("auth");
  client.socket.emit("message", "a".repeat(1_100_000));
  await client.has("disconnect");
  return [client.entries, await client.journal(2)];
}, ["websocket", "upgrade"]);
each("both close a client that breaks the protocol", async (open) => {
  const client = open();
  await client.settle();
  await client.has("auth");
  client.socket.io.engine.send("9");
  await client.has("disconnect");
  return [client.entries, await client.journal(2)];
});
each("both give up a client that falls silent", async (open) => {
  const client = open("/", { path: "/hasty/" });
  await client.settle();
  await client.has("auth");
  // From now on it answers no ping.
  client.socket.io.engine._sendPacket = () => {};
  client.socket.io.engine.sendPacket = () => {};
  return [await client.journal(2)];
});
each("both get the answers of a client", async (open) => {
  const client = open();
  await client.settle();
  client.socket.on("question", (question, ack) => ack({ answer: question, bytes: Buffer.from([1]) }));
  client.socket.emit("ask", "why");
  await client.has("asked");
  return client.entries;
});
each("both give up a question", async (open) => {
  const client = open();
  await client.settle();
  client.socket.emit("ask-in-vain");
  await client.has("gave-up");
  return client.entries;
});
each("both let a client give up a question", async (open) => {
  const client = open();
  await client.settle();
  const failure = await client.socket.timeout(100).emitWithAck("unheard").catch((error) => error.message);
  return [failure, await client.socket.timeout(2000).emitWithAck("message-with-ack", "end")];
});
each("both serve a client that asks until it is answered", async (open) => {
  const client = open("/", { retries: 3, ackTimeout: 2000 });
  await client.settle();
  const answers = await Promise.all(
    ["one", "two", "three"].map(
      (text) => new Promise((resolve) => client.socket.emit("message-with-ack", text, (error, answer) => resolve([error, answer]))),
    ),
  );
  return answers;
});
each("both keep the order of a burst in either direction", async (open) => {
  const client = open();
  await client.has("connect");
  for (let i = 0; i < 100; i++) client.socket.emit("message", i);
  client.socket.emit("burst", 100);
  await client.has("part", 100);
  await client.has("message-back", 100);
  return client.entries.filter(([name]) => name !== "auth");
});
each("both carry several namespaces over one connection", async (open) => {
  const client = open();
  await client.settle();
  const custom = client.socket.io.socket("/custom", { auth: { a: 1 } });
  custom.onAny((...args) => client.note("custom", ...args));
  await next(custom, "connect");
  const answer = await custom.timeout(2000).emitWithAck("message-with-ack", "c");
  custom.disconnect();
  await client.journal(3);
  const main = await client.socket.timeout(2000).emitWithAck("message-with-ack", "m");
  return [answer, main, client.entries, (await client.journal(3)).sort()];
});
each("both make a namespace when a client asks", async (open) => {
  const client = open(`/dynamic-${Math.random().toString(36).slice(2)}`);
  await client.has("welcome");
  return [client.entries.length, client.entries[1][1].replace(/-\w+/, "")];
});
each("both greet a client in the connection handler", async (open) => {
  const client = open("/greeter");
  await client.has("bytes");
  return client.entries;
});
each("both send what was said before the client had connected", async (open) => {
  const client = open();
  client.socket.emit("message", "early");
  await client.has("message-back");
  return client.entries;
});
each("both shut down in order", async (open, base) => {
  const { body: port } = await request(base, "/mortal");
  const client = open();
  await client.settle();
  const there = new Diary(`http://localhost:${port}`, client.settled === "polling" ? "polling" : "websocket");
  await there.settle();
  there.socket.emit("shut");
  await there.has("disconnect");
  there.base = base;
  return [there.entries, await there.journal(2)];
}, ["websocket", "polling"]);
each("both carry text and bytes on the layer below", async (_, base, mode) => {
  const engine = new EngineSocket(base, { path: "/engine.io/", transports: modes[mode] });
  engine.binaryType = "arraybuffer";
  const log = [];
  engine.on("message", (data) => log.push(typeof data === "string" ? data : [...new Uint8Array(data)]));
  engine.on("close", (reason) => log.push(`closed ${reason}`));
  await next(engine, "open");
  engine.send("€");
  engine.send(new Uint8Array([1, 2]));
  engine.send("");
  await eventually(() => log, (entries) => entries.length === 3);
  engine.close();
  await eventually(() => log, (entries) => entries.length === 4);
  return log;
});

await runAll(process.argv[2], process.argv[3]);
