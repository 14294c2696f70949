// Compressed WebSockets; the same script against the reference and against this server. The bits of
// frames are read from the connection, because libraries hide them.
// node deflate.mjs <this server> <reference server>
import net from "node:net";
import { randomBytes } from "node:crypto";
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { runAll, same, scenario, equal, next, eventually } from "./scenario.mjs";

const LIMIT = 100_000;
const text = (length) => "abcdefghij".repeat(length / 10);

/** A WebSocket whose frames are written and read bit by bit. */
class Frames {
  static async open(base, path, offer = "permessage-deflate; client_max_window_bits") {
    const frames = new Frames();
    frames.log = [];
    frames.received = Buffer.alloc(0);
    const { port } = new URL(base);
    frames.socket = net.connect(Number(port), "localhost");
    frames.socket.on("error", () => {});
    frames.closed = new Promise((resolve) => frames.socket.on("close", resolve));
    frames.socket.on("data", (chunk) => frames.take(chunk));
    const extensions = offer === null ? [] : [`Sec-WebSocket-Extensions: ${offer}`];
    frames.socket.write(
      [
        `GET ${path}?EIO=4&transport=websocket HTTP/1.1`,
        "Host: localhost",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        ...extensions,
        "",
        "",
      ].join("\r\n"),
    );
    await eventually(
      () => frames.head,
      (head) => head !== undefined,
    );
    const header = /sec-websocket-extensions: (.*)/i.exec(frames.head)?.[1] ?? "";
    frames.agreed = header.trim().split(/; */).sort();
    return frames;
  }

  take(chunk) {
    this.received = Buffer.concat([this.received, chunk]);
    if (this.head === undefined) {
      const end = this.received.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.head = this.received.subarray(0, end).toString();
      this.received = this.received.subarray(end + 4);
    }
    for (;;) {
      if (this.received.length < 2) return;
      const [first, second] = this.received;
      let length = second & 0x7f;
      let start = 2;
      if (length === 126) {
        if (this.received.length < 4) return;
        length = this.received.readUInt16BE(2);
        start = 4;
      } else if (length === 127) {
        if (this.received.length < 10) return;
        length = Number(this.received.readBigUInt64BE(2));
        start = 10;
      }
      if (this.received.length < start + length) return;
      const content = this.received.subarray(start, start + length);
      this.received = this.received.subarray(start + length);
      this.note(first, content);
    }
  }

  note(first, content) {
    const compressed = (first & 0x40) !== 0;
    const opcode = first & 0x0f;
    if (opcode === 8) {
      this.log.push({ closed: content.length ? content.readUInt16BE(0) : null });
      return;
    }
    const plain = compressed
      ? inflateRawSync(Buffer.concat([content, Buffer.from([0, 0, 255, 255])]), { finishFlush: constants.Z_SYNC_FLUSH })
      : content;
    if (opcode === 10) return;
    if (opcode === 1 && plain.toString() === "2") {
      this.send({ content: Buffer.from("3") });
    } else {
      const beginning = plain.subarray(0, 60);
      this.log.push({
        compressed,
        smaller: compressed && content.length < plain.length,
        opcode,
        length: plain.length,
        beginning: (opcode === 1 ? beginning.toString() : beginning.toString("hex")).replace(/"sid":"[\w-]{20}"/, '"sid":"…"'),
      });
    }
  }

  /** Sends a frame; `bits` are the three reserved ones. */
  send({ content, bits = 0, opcode = 1, last = true }) {
    const length = content.length;
    const head = Buffer.alloc(14);
    head[0] = (last ? 0x80 : 0) | (bits << 4) | opcode;
    let at = 2;
    if (length < 126) {
      head[1] = 0x80 | length;
    } else if (length < 65_536) {
      head[1] = 0x80 | 126;
      head.writeUInt16BE(length, 2);
      at = 4;
    } else {
      head[1] = 0x80 | 127;
      head.writeBigUInt64BE(BigInt(length), 2);
      at = 10;
    }
    // A mask of zeros is a mask.
    this.socket.write(Buffer.concat([head.subarray(0, at + 4), content]));
  }

  sendDeflated(content, options = {}) {
    this.send({ content: deflated(content), bits: 4, ...options });
  }

  async entries(count) {
    await eventually(
      () => this.log.length >= count || this.log.at(-1)?.closed !== undefined,
      (enough) => enough,
    );
    return this.log;
  }

  async join() {
    await this.entries(1);
    this.send({ content: Buffer.from("40") });
    await this.entries(2);
    this.log.length = 0;
  }
}

function deflated(content) {
  const bytes = deflateRawSync(Buffer.from(content), { finishFlush: constants.Z_SYNC_FLUSH });
  return bytes.subarray(0, -4);
}

for (const offer of [
  "permessage-deflate",
  "permessage-deflate; client_max_window_bits",
  "permessage-deflate; client_max_window_bits=10",
  "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
  "x-webkit-deflate-frame, permessage-deflate",
  "x-unknown",
  null,
]) {
  same(`both agree to the offer ${offer}`, async (base) => {
    const frames = await Frames.open(base, "/deflated/", offer);
    frames.socket.destroy();
    return frames.agreed;
  });
}
same("both agree to nothing unless told to", async (base) => {
  const frames = await Frames.open(base, "/inflated/");
  frames.socket.destroy();
  return frames.agreed;
});

/** Sends events and writes down what comes back, bits included. */
function echo(name, events, { path = "/deflated/", offer, count = 1, send = (frames, event) => frames.send({ content: Buffer.from(event) }) } = {}) {
  same(name, async (base) => {
    const frames = await Frames.open(base, path, offer);
    await frames.join();
    for (const [i, event] of events.entries()) {
      send(frames, event);
      await frames.entries((i + 1) * count);
    }
    frames.socket.destroy();
    return frames.log;
  });
}
const around = (length) => `42["echo","${text(length)}"]`;
echo("both leave short events as they are and compress long ones", [around(10), around(1000), around(1010), around(50_000)]);
for (const length of [1021, 1022, 1023, 1024, 1025]) {
  // ["echoed",…] is two letters longer, and the packet's types go along.
  echo(`both begin to compress at the same length, around ${length}`, [`42["echo","${"x".repeat(length - 13)}"]`]);
}
// The reference compresses it on a WebSocket all the same: its transport does not look at the flag.
scenario("a WebSocket leaves alone what is not to be compressed", async (base) => {
  const frames = await Frames.open(base, "/deflated/");
  await frames.join();
  frames.send({ content: Buffer.from(`42["echo-uncompressed","${text(5000)}"]`) });
  equal((await frames.entries(1)).map(({ compressed, length }) => [compressed, length]), [[false, 5015]]);
  frames.socket.destroy();
});
echo("both compress a broadcast", [`42["echo-to-all","${text(5000)}"]`]);
echo("both compress nothing for a client that does not offer it", [around(5000)], { offer: null });
echo("both read what a client has compressed", [around(5000), around(10)], {
  send: (frames, event) => frames.sendDeflated(event),
});
echo("both read compressed and plain messages in turn", [around(2000), around(20), around(3000), around(30)], {
  send: (frames, event) => (event.length > 1000 ? frames.sendDeflated(event) : frames.send({ content: Buffer.from(event) })),
});
echo("both read a compressed message in many parts", [around(5000), around(5000)], {
  send: (frames, event) => {
    const bytes = deflated(event);
    const middle = Math.floor(bytes.length / 3);
    frames.send({ content: bytes.subarray(0, middle), bits: 4, last: false });
    frames.send({ content: Buffer.alloc(0), opcode: 9 });
    frames.send({ content: bytes.subarray(middle, 2 * middle), opcode: 0, last: false });
    frames.send({ content: bytes.subarray(2 * middle), opcode: 0 });
  },
});
echo("both read a message of exactly the limit, inflated", [`42["echo","${"x".repeat(LIMIT - 12)}"]`], {
  send: (frames, event) => frames.sendDeflated(event),
});
echo("both compress bytes", ["451-[\"echo\",{\"_placeholder\":true,\"num\":0}]"], {
  count: 2,
  send: (frames, event) => {
    frames.send({ content: Buffer.from(event) });
    frames.send({ content: Buffer.alloc(3000, 7), opcode: 2 });
  },
});

/** What the server says to frames that it should not accept. */
function refused(name, send, { path = "/deflated/", offer } = {}) {
  same(name, async (base) => {
    const frames = await Frames.open(base, path, offer);
    await frames.join();
    send(frames);
    await frames.entries(9);
    frames.socket.destroy();
    return frames.log;
  });
}
refused("both close at a message over the limit, inflated", (frames) => frames.sendDeflated(`42["echo","${"x".repeat(LIMIT)}"]`));
refused("both close at a bomb", (frames) => frames.sendDeflated(Buffer.alloc(50_000_000, 120)));
refused("both close at a bomb in parts", (frames) => {
  const bytes = deflated(Buffer.alloc(50_000_000, 120));
  frames.send({ content: bytes.subarray(0, 100), bits: 4, last: false });
  for (let at = 100; at < bytes.length; at += 1000) {
    frames.send({ content: bytes.subarray(at, at + 1000), opcode: 0, last: at + 1000 >= bytes.length });
  }
});
refused("both close at what is not compressed as it claims", (frames) => frames.send({ content: Buffer.from([255, 255, 255, 255]), bits: 4 }));
refused("both close at a compressed message that nobody agreed on", (frames) => frames.sendDeflated(around(2000)), { offer: null });
refused("both close at a compressed message of a server that does not compress", (frames) => frames.sendDeflated(around(2000)), {
  path: "/inflated/",
});
for (const bits of [1, 2, 5]) {
  refused(`both close at the reserved bits ${bits}`, (frames) => frames.send({ content: Buffer.from(around(10)), bits }));
}
refused("both close at a compressed ping", (frames) => frames.send({ content: Buffer.alloc(0), bits: 4, opcode: 9 }));
refused("both close at a part that claims to be compressed by itself", (frames) => {
  const bytes = deflated(around(2000));
  frames.send({ content: bytes.subarray(0, 20), bits: 4, last: false });
  frames.send({ content: bytes.subarray(20), bits: 4, opcode: 0 });
});

same("both serve the official client compressed", async (base) => {
  const socket = io(base, { path: "/deflated/", transports: ["websocket"], forceNew: true, perMessageDeflate: { threshold: 0 } });
  await next(socket, "connect");
  const extensions = socket.io.engine.transport.ws.extensions;
  const results = [];
  for (const value of [text(10), text(50_000), Buffer.alloc(5000, 3), randomBytes(20_000)]) {
    socket.emit("echo", value);
    const [back] = await next(socket, "echoed");
    results.push(Buffer.compare(Buffer.from(back), Buffer.from(value)));
  }
  socket.close();
  return [extensions.split(/; */).sort(), results];
});
same("both send the same broadcast to clients with and without compression", async (base) => {
  const clients = [true, false, true].map((perMessageDeflate) => {
    const url = `${base.replace("http", "ws")}/deflated/?EIO=4&transport=websocket`;
    const client = new WebSocket(url, { perMessageDeflate });
    client.heard = [];
    client.on("message", (data) => client.heard.push(data.toString()));
    client.on("open", () => client.send("40"));
    return client;
  });
  const all = (condition) =>
    eventually(
      () => clients.every((client) => client.heard.some(condition)),
      (done) => done,
    );
  await all((message) => message.startsWith("40"));
  clients[0].send(`42["echo-to-all","${text(30_000)}"]`);
  await all((message) => message.startsWith('42["echoed"'));
  const lengths = clients.map((client) => client.heard.find((message) => message.startsWith("42")).length);
  clients.forEach((client) => client.close());
  return lengths;
});

await runAll(process.argv[2], process.argv[3]);
