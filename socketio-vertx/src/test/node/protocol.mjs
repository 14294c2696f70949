// What any server of the two protocols must do: every check of their public conformance suites, in
// the words of this folder.
// node protocol.mjs <Engine.IO server> <Socket.IO server>
import { WebSocket } from "ws";
import { scenario, runAll, equal, eventually } from "./scenario.mjs";
import { request } from "./raw.mjs";

const PING_INTERVAL = 300;
const PING_TIMEOUT = 200;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A WebSocket whose messages are read one after the other, pings included. */
class Reader {
  constructor(base, query) {
    this.socket = new WebSocket(`${base.replace("http", "ws")}${query}`);
    this.messages = [];
    this.socket.on("message", (data, isBinary) => this.messages.push(isBinary ? [...data] : data.toString()));
    this.socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.socket.on("close", resolve));
    this.opened = new Promise((resolve) => this.socket.on("open", resolve));
  }

  async next() {
    await eventually(() => this.messages.length, (length) => length > 0);
    return this.messages.shift();
  }

  /** The next message that is no ping. */
  async nextEvent() {
    for (;;) {
      const message = await this.next();
      if (message !== "2") return message;
    }
  }

  send(...messages) {
    messages.forEach((message) => this.socket.send(message));
  }
}

/** The checks of the lower protocol; `more` are those that need an application that echoes. */
function engineChecks(layer, baseOf, path, more) {
  const check = (name, run) => scenario(`${layer}: ${name}`, (...bases) => run(baseOf(bases)));
  const polling = `${path}?EIO=4&transport=polling`;
  const websocket = `${path}?EIO=4&transport=websocket`;

  const open = async (base) => JSON.parse((await request(base, polling)).body.slice(1)).sid;
  const session = async (base) => `${polling}&sid=${await open(base)}`;

  const handshake = (text, upgrades) => {
    equal(text[0], "0");
    const { sid, ...rest } = JSON.parse(text.slice(1));
    equal(typeof sid, "string");
    equal(rest, { upgrades, pingInterval: PING_INTERVAL, pingTimeout: PING_TIMEOUT, maxPayload: 1_000_000 });
  };
  const refused = async (base, ...queries) => {
    for (const query of queries) equal((await request(base, `${path}${query}`)).status, 400);
  };
  const refusedWire = async (base, ...queries) => {
    for (const query of queries) await new Reader(base, `${path}${query}`).closed;
  };

  check("a handshake over polling", async (base) => {
    const answer = await request(base, polling);
    equal(answer.status, 200);
    handshake(answer.body, ["websocket"]);
  });
  check("no handshake over polling without a valid version", (base) =>
    refused(base, "?transport=polling", "?EIO=abc&transport=polling"));
  check("no handshake over polling without a valid transport", (base) => refused(base, "?EIO=4", "?EIO=4&transport=abc"));
  check("no handshake over polling by another method", async (base) => {
    for (const method of ["POST", "PUT"]) equal((await request(base, polling, { method })).status, 400);
  });
  check("a handshake over WebSocket", async (base) => {
    const wire = new Reader(base, websocket);
    handshake(await wire.next(), []);
    wire.socket.close();
  });
  check("no handshake over WebSocket without a valid version", (base) =>
    refusedWire(base, "?transport=websocket", "?EIO=abc&transport=websocket"));
  check("no handshake over WebSocket without a valid transport", (base) =>
    refusedWire(base, "?EIO=4", "?EIO=4&transport=abc"));

  if (more) {
    for (const [what, body] of Object.entries({
      "one text": "4hello",
      "several texts": "4test1\x1e4test2\x1e4test3",
      "text and bytes": "4hello\x1ebAQIDBA==",
    })) {
      check(`${what} over polling`, async (base) => {
        const url = await session(base);
        const posted = await request(base, url, { method: "POST", body });
        equal([posted.status, posted.body], [200, "ok"]);
        const polled = await request(base, url);
        equal([polled.status, polled.body], [200, body]);
      });
    }
    check("an invalid packet over polling ends the session", async (base) => {
      const url = await session(base);
      await request(base, url, { method: "POST", body: "abc" });
      equal((await request(base, url)).status, 400);
    });
    check("a second poll ends the session", async (base) => {
      const url = await session(base);
      const first = request(base, url);
      await pause(5);
      const second = request(base, `${url}&t=burst`);
      // Whichever came first is ended with the session; the other is refused.
      const answers = (await Promise.all([first, second])).sort((a, b) => a.status - b.status);
      equal([answers[0].status, answers[0].body, answers[1].status], [200, "1", 400]);
      equal((await request(base, url)).status, 400);
    });
    check("a cancelled poll ends the session", async (base) => {
      const url = await session(base);
      const poll = request(base, url);
      await pause(5);
      poll.abort();
      await eventually(
        async () => (await request(base, url)).status,
        (status) => status === 400,
      );
    });
    check("text over WebSocket", async (base) => {
      const wire = new Reader(base, websocket);
      await wire.next();
      wire.send("4hello");
      equal(await wire.next(), "4hello");
      wire.socket.close();
    });
    check("bytes over WebSocket", async (base) => {
      const wire = new Reader(base, websocket);
      await wire.next();
      wire.send(Buffer.from([1, 2, 3, 4]));
      equal(await wire.next(), [1, 2, 3, 4]);
      wire.socket.close();
    });
    check("an invalid packet over WebSocket ends the session", async (base) => {
      const wire = new Reader(base, websocket);
      await wire.next();
      wire.send("abc");
      await wire.closed;
    });
  }

  check("pings over polling", async (base) => {
    const url = await session(base);
    for (let i = 0; i < 3; i++) {
      const polled = await request(base, url);
      equal([polled.status, polled.body], [200, "2"]);
      equal((await request(base, url, { method: "POST", body: "3" })).status, 200);
    }
  });
  check("a client that does not answer a ping is dropped, over polling", async (base) => {
    const url = await session(base);
    await pause(PING_INTERVAL + PING_TIMEOUT);
    equal((await request(base, url)).status, 400);
  });
  check("pings over WebSocket", async (base) => {
    const wire = new Reader(base, websocket);
    await wire.next();
    for (let i = 0; i < 3; i++) {
      equal(await wire.next(), "2");
      wire.send("3");
    }
    wire.socket.close();
  });
  check("a client that does not answer a ping is dropped, over WebSocket", (base) => new Reader(base, websocket).closed);
  check("a close over polling", async (base) => {
    for (;;) {
      const url = await session(base);
      const [polled] = await Promise.all([request(base, url), request(base, url, { method: "POST", body: "1" })]);
      equal((await request(base, url)).status, 400);
      // Otherwise the close overtook the poll on its way.
      if (polled.status === 200) return equal(polled.body, "6");
    }
  });
  check("a close over WebSocket", async (base) => {
    const wire = new Reader(base, websocket);
    await wire.next();
    wire.send("1");
    await wire.closed;
  });

  const probe = async (base) => {
    const sid = await open(base);
    const wire = new Reader(base, `${websocket}&sid=${sid}`);
    await wire.opened;
    wire.send("2probe");
    equal(await wire.next(), "3probe");
    return { wire, url: `${polling}&sid=${sid}`, again: `${websocket}&sid=${sid}` };
  };
  const echoes = async (wire) => {
    if (!more) return;
    wire.send("4hello");
    equal(await wire.nextEvent(), "4hello");
  };
  check("an upgrade", async (base) => {
    const { wire, url } = await probe(base);
    const polled = await request(base, url);
    equal([polled.status, polled.body], [200, "6"]);
    wire.send("5");
    await echoes(wire);
    wire.socket.close();
  });
  check("no polling after the upgrade", async (base) => {
    const { wire, url } = await probe(base);
    wire.send("5");
    await eventually(
      async () => (await request(base, url)).status,
      (status) => status === 400,
    );
    await echoes(wire);
    wire.socket.close();
  });
  check("no second WebSocket after the upgrade", async (base) => {
    const { wire, again } = await probe(base);
    wire.send("5");
    await new Reader(base, again).closed;
    await echoes(wire);
    wire.socket.close();
  });
}

engineChecks("Engine.IO", ([base]) => base, "/engine.io/", true);
engineChecks("under Socket.IO", ([, base]) => base, "/socket.io/", false);

// The upper protocol

const check = (name, run) => scenario(`Socket.IO: ${name}`, (_, base) => run(base));

async function opened(base) {
  const wire = new Reader(base, "/socket.io/?EIO=4&transport=websocket");
  await wire.next();
  return wire;
}

async function connected(base) {
  const wire = await opened(base);
  wire.send("40");
  await wire.nextEvent();
  equal(await wire.nextEvent(), '42["auth",{}]');
  return wire;
}

for (const [namespace, auth] of [
  ["", ""],
  ["", '{"token":"123"}'],
  ["/custom,", ""],
  ["/custom,", '{"token":"abc"}'],
]) {
  check(`a connection to ${namespace || "the main namespace"} ${auth && "with credentials"}`, async (base) => {
    const wire = await opened(base);
    wire.send(`40${namespace}${auth}`);
    const answer = await wire.nextEvent();
    equal(answer.slice(0, 2 + namespace.length), `40${namespace}`);
    const welcome = JSON.parse(answer.slice(2 + namespace.length));
    equal([Object.keys(welcome), typeof welcome.sid], [["sid"], "string"]);
    equal(await wire.nextEvent(), `42${namespace}["auth",${auth || "{}"}]`);
    wire.socket.close();
  });
}
check("no connection to an unknown namespace", async (base) => {
  const wire = await opened(base);
  wire.send("40/random");
  equal(await wire.nextEvent(), '44/random,{"message":"Invalid namespace"}');
  wire.socket.close();
});
check("no connection with an invalid packet", async (base) => {
  const wire = await opened(base);
  wire.send("4abc");
  await wire.closed;
});
check("a client that joins nothing is dropped", async (base) => (await opened(base)).closed);
check("a client that leaves the main namespace keeps its connection", async (base) => {
  const wire = await connected(base);
  wire.send("41");
  equal(await wire.next(), "2");
  wire.socket.close();
});
check("a client that leaves another namespace is still heard in the main one", async (base) => {
  const wire = await connected(base);
  wire.send("40/custom");
  await wire.nextEvent();
  await wire.nextEvent();
  wire.send("41/custom", '42["message","message to main namespace"]');
  equal(await wire.nextEvent(), '42["message-back","message to main namespace"]');
  wire.socket.close();
});

const placeholders = '{"_placeholder":true,"num":0},{"_placeholder":true,"num":1}';
const parts = [Buffer.from([1, 2, 3]), Buffer.from([4, 5, 6])];
for (const [what, sent, received] of [
  ["text", ['42["message",1,"2",{"3":[true]}]'], ['42["message-back",1,"2",{"3":[true]}]']],
  [
    "bytes",
    [`452-["message",${placeholders}]`, ...parts],
    [`452-["message-back",${placeholders}]`, [1, 2, 3], [4, 5, 6]],
  ],
  ["text that is acknowledged", ['42456["message-with-ack",1,"2",{"3":[false]}]'], ['43456[1,"2",{"3":[false]}]']],
  [
    "bytes that are acknowledged",
    [`452-789["message-with-ack",${placeholders}]`, ...parts],
    [`462-789[${placeholders}]`, [1, 2, 3], [4, 5, 6]],
  ],
]) {
  check(`an event with ${what}`, async (base) => {
    const wire = await connected(base);
    wire.send(...sent);
    for (const expected of received) equal(await wire.nextEvent(), expected);
    wire.socket.close();
  });
}
for (const [what, packet] of [
  ["of an unknown type", "4abc"],
  ["whose payload is no array", "42{}"],
  ["whose id is no number", '42abc["message-with-ack",1,"2",{"3":[false]}]'],
]) {
  check(`a packet ${what} ends the connection`, async (base) => {
    const wire = await connected(base);
    wire.send(packet);
    await wire.closed;
  });
}

await runAll(process.argv[2], process.argv[3]);
