// The lower protocol where it is used in odd ways: overlaps, races of the upgrade, limits, other
// settings; the same script against the reference and against this server.
// node transport.mjs <this server> <reference server>
import net from "node:net";
import { WebSocket } from "ws";
import { runAll, same, eventually, next } from "./scenario.mjs";
import { request, digest, openPolling, openWire, exchange, blur, Wire } from "./raw.mjs";

const ENGINE = "/engine.io/";

/** The same with a ping every 300 ms. */
const BEATING = "/beating/";
const sidOf = (path) => new URL(path, "http://x").searchParams.get("sid");
const post = (base, path, body, headers = {}) => request(base, path, { method: "POST", body, headers });

/** What matters of an answer, with what browsers are told about caches and origins. */
const full = (answer) => ({ ...digest(answer), vary: answer.headers?.vary, cookie: answer.headers?.["set-cookie"] });

// Requests

for (const method of ["HEAD", "PATCH", "DELETE", "OPTIONS"]) {
  same(`both answer ${method} for a session alike`, async (base) => {
    const path = await openPolling(base, ENGINE);
    const answer = await request(base, path, { method });
    await post(base, path, "4a");
    return [answer.status, digest(await request(base, path))];
  });
}
for (const method of ["HEAD", "DELETE"]) {
  same(`both refuse a handshake by ${method}`, async (base) => {
    const { status, body } = await request(base, `${ENGINE}?EIO=4&transport=polling`, { method });
    return [status, body];
  });
}
for (const [what, query] of Object.entries({
  "a time stamp": "t=abc",
  "a wish for base64": "b64=1",
  "an unknown parameter": "x=%20y&&z",
  "an empty session": "sid=",
})) {
  same(`both take ${what} in a handshake`, async (base) => digest(await request(base, `${ENGINE}?EIO=4&transport=polling&${query}`)));
}
same("both refuse a websocket request for a session without upgrade", async (base) => {
  const path = await openPolling(base, ENGINE);
  return digest(await request(base, path.replace("polling", "websocket")));
});
same("both refuse an origin that is no header value", async (base) => {
  const text = await exchange(base, "GET /engine.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: a\x01b\r\n\r\n");
  return [text.split(" ")[1]];
});
same("both answer several requests on one connection in their order", async (base) => {
  const path = await openPolling(base, ENGINE);
  const head = `GET ${path} HTTP/1.1\r\nHost: x\r\n`;
  const body = "4one";
  const text = await exchange(
    base,
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}${head}Connection: close\r\n\r\n`,
  );
  return text.split("\r\n\r\n").map((part) => part.split("\r\n").at(-1).slice(0, 20)).filter((part) => /^4|^ok/.test(part));
});
same("both take a body in chunks", async (base) => {
  const path = await openPolling(base, ENGINE);
  const text = await exchange(
    base,
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n4a\r\n3\r\nb€\r\n0\r\n\r\n`.replace("3\r\nb€", "4\r\nb€"),
  );
  return [text.split(" ")[1], digest(await request(base, path))];
});
same("both refuse a body in chunks over the limit", async (base) => {
  const path = await openPolling(base, "/brief/");
  const chunk = `32\r\n${"4".repeat(50)}\r\n`;
  const text = await exchange(
    base,
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}0\r\n\r\n`,
  );
  return [text.split(" ")[1]];
});
for (const [length, what] of [
  [99, "below"],
  [100, "of exactly"],
  [101, "over"],
]) {
  same(`both treat alike a POST ${what} a small limit`, async (base) => {
    const path = await openPolling(base, "/brief/");
    // A packet that means nothing.
    const answer = await post(base, path, `6${"x".repeat(length - 1)}`);
    return [answer.status, answer.body];
  });
  same(`both treat alike a message ${what} a small limit`, async (base) => {
    const wire = openWire(base, "/brief/");
    await wire.entries(1);
    wire.send(`6${"x".repeat(length - 1)}`, "40");
    const log = [...(await wire.entries(2))].slice(1);
    wire.close();
    return log;
  });
  same(`both treat alike a message in two frames ${what} a small limit`, async (base) => {
    const wire = openWire(base, "/brief/");
    await wire.entries(1);
    wire.socket.send(`6${"x".repeat(48)}`, { fin: false });
    wire.socket.send("x".repeat(length - 49), { fin: true });
    wire.send("40");
    const log = [...(await wire.entries(2))].slice(1);
    wire.close();
    return log;
  });
}
same("both count the bytes of a message, not its letters", async (base) => {
  const wire = openWire(base, "/brief/");
  await wire.entries(1);
  wire.send(`6${"€".repeat(34)}`);
  return [...(await wire.entries(9))].slice(1);
});
same("both count the bytes of a body, not its letters", async (base) => {
  const path = await openPolling(base, "/brief/");
  return [(await post(base, path, `6${"€".repeat(34)}`)).status];
});
same("both tell the limit", async (base) => digest(await request(base, "/brief/?EIO=4&transport=polling")));
same("both replace bytes that are no text in a body", async (base) => {
  const path = await openPolling(base, ENGINE);
  await post(base, path, Buffer.from([0x34, 0x61, 0xff, 0x62]));
  return digest(await request(base, path));
});

// Overlaps

/** A request whose body stays unfinished; it is answered or cut off. */
function unfinishedPost(base, path) {
  const { port } = new URL(base);
  const chunks = [];
  const socket = net.connect(Number(port), "localhost", () =>
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n4a`),
  );
  socket.on("data", (chunk) => chunks.push(chunk));
  socket.on("error", () => {});
  const ended = new Promise((resolve) => socket.on("close", () => resolve(Buffer.concat(chunks).toString())));
  return { socket, ended };
}
same("both close the session at overlapping bodies", async (base) => {
  const path = await openPolling(base, ENGINE);
  const first = unfinishedPost(base, path);
  // The server has begun to read the first when it refuses the second.
  const second = await eventually(
    () => post(base, path, "4b"),
    ({ status }) => status !== 200,
  );
  const later = await request(base, path);
  first.socket.destroy();
  return [second.status, digest(later)];
});
same("both close the session when a body is cut off", async (base) => {
  const path = await openPolling(base, ENGINE);
  const { socket } = unfinishedPost(base, path);
  await new Promise((resolve) => socket.once("connect", resolve));
  const poll = request(base, path);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  return [digest(await poll), digest(await request(base, path))];
});
same("both let a poll and a body go side by side", async (base) => {
  const path = await openPolling(base, ENGINE);
  const poll = request(base, path);
  const posted = await post(base, path, "4hello");
  return [digest(posted), digest(await poll)];
});
same("both answer a poll at once when something waits", async (base) => {
  const path = await openPolling(base, ENGINE);
  await post(base, path, "4one");
  await post(base, path, "4two");
  return digest(await request(base, path));
});
same("both stop at the first bad packet of a body", async (base) => {
  const path = await openPolling(base, ENGINE);
  const poll = request(base, path);
  await post(base, path, "4one\x1ex\x1e4two");
  const first = await poll;
  const rest = [first.body];
  for (let last = first; last.status === 200; rest.push(last.body)) last = await request(base, path);
  return rest.map(blur).filter((text) => text !== "4one").slice(-1);
});
same("both close the session at a close among other packets", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await post(base, path, "4one\x1e1\x1e4two");
  return [digest(posted), digest(await request(base, path))];
});
for (const type of ["0", "3", "5", "6"]) {
  same(`both ignore a packet of type ${type} over polling`, async (base) => {
    const path = await openPolling(base, ENGINE);
    await post(base, path, type);
    await post(base, path, "4end");
    return digest(await request(base, path));
  });
}

// Heartbeats

same("both keep a polling client that answers pings", async (base) => {
  const path = await openPolling(base, BEATING);
  const seen = [];
  for (let i = 0; i < 3; i++) {
    seen.push((await request(base, path)).body);
    await post(base, path, "3");
  }
  await post(base, path, "4still here");
  seen.push((await request(base, path)).body);
  return seen;
});
same("both answer the ping of the WebSocket's own layer", async (base) => {
  const wire = openWire(base, ENGINE);
  await wire.entries(1);
  const pong = next(wire.socket, "pong");
  wire.socket.ping("abc");
  const [data] = await pong;
  wire.close();
  return [data.toString()];
});
same("both take a pong nobody asked for", async (base) => {
  const wire = openWire(base, ENGINE);
  await wire.entries(1);
  wire.send("3", "3probe", "4end");
  const log = [...(await wire.entries(2))];
  wire.close();
  return log;
});

// WebSocket

same("both put a message of several frames together", async (base) => {
  const wire = openWire(base, ENGINE);
  await wire.entries(1);
  wire.socket.send("4ab", { fin: false });
  wire.socket.send("cd", { fin: false });
  wire.socket.send("€", { fin: true });
  wire.socket.send(Buffer.from([1]), { fin: false });
  wire.socket.send(Buffer.from([2]), { fin: true });
  const log = [...(await wire.entries(3))].slice(1);
  wire.close();
  return log;
});
/** Sends bytes of a frame as they are. */
function frameScript(name, ...frames) {
  same(name, async (base) => {
    const wire = openWire(base, ENGINE);
    await wire.entries(1);
    frames.forEach((frame) => wire.socket._socket.write(Buffer.from(frame)));
    const log = [...(await wire.entries(9))].slice(1);
    return log;
  });
}
const masked = (first, ...payload) => [first, 0x80 | payload.length, 0, 0, 0, 0, ...payload];
frameScript("both close at text that is not UTF-8", masked(0x81, 0x34, 0xff));
frameScript("both close at a frame without mask", [0x81, 1, 0x34]);
frameScript("both close at a frame with reserved bits", masked(0xc1, 0x34));
frameScript("both close at an unknown kind of frame", masked(0x83, 0x34));
frameScript("both close at a continuation of nothing", masked(0x80, 0x34));
frameScript("both close at a text amid a fragmented text", masked(0x01, 0x34), masked(0x81, 0x34));
frameScript("both close at a fragmented ping", masked(0x09, 0x34));
frameScript("both close at a close frame of one byte", masked(0x88, 3));
frameScript("both close at a close frame of an invalid code", masked(0x88, 3, 0xed));
same("both answer a close frame with its code", async (base) => {
  const wire = openWire(base, ENGINE);
  await wire.entries(1);
  wire.socket.close(4000, "bye");
  return [await wire.closed];
});
same("both leave WebSockets uncompressed", async (base) => {
  const wire = openWire(base, ENGINE, "", { perMessageDeflate: true });
  const [response] = await next(wire.socket, "upgrade");
  await wire.entries(1);
  wire.close();
  return [response.headers["sec-websocket-extensions"] ?? "none"];
});
same("both choose the first subprotocol of the client", async (base) => {
  const socket = new WebSocket(`${base.replace("http", "ws")}${ENGINE}?EIO=4&transport=websocket`, ["chat", "other"]);
  socket.on("error", () => {});
  const outcome = await Promise.race([next(socket, "message").then(() => "open"), next(socket, "close").then(() => "closed")]);
  const protocol = socket.protocol;
  socket.terminate();
  return [outcome, protocol];
});
for (const [what, headers] of Object.entries({
  "an unknown version": "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
  "no version": "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
  "no key": "Sec-WebSocket-Version: 13\r\n",
  "a short key": "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhl\r\n",
})) {
  same(`both refuse a WebSocket with ${what}`, async (base) => {
    const address = `${ENGINE}?EIO=4&transport=websocket`;
    const text = await exchange(
      base,
      `GET ${address} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
    );
    return [text.split(" ")[1], text.split("\r\n\r\n")[1]];
  });
}
same("both open a WebSocket whatever its origin", async (base) => {
  const wire = openWire(base, ENGINE, "", { origin: "https://evil.example" });
  const [response] = await next(wire.socket, "upgrade");
  const log = [...(await wire.entries(1))];
  wire.close();
  return [log, response.headers["access-control-allow-origin"]];
});

// The upgrade

async function candidate(base, path, ...messages) {
  const wire = openWire(base, path.split("?")[0], `&sid=${sidOf(path)}`);
  await new Promise((resolve) => wire.socket.once("open", resolve));
  wire.send(...messages);
  return wire;
}
same("both close an upgraded request for a session whose transport is polling", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = new Wire(`${base.replace("http", "ws")}${path}`);
  const log = [...(await wire.entries(9))];
  await post(base, path, "4still here");
  return [log, digest(await request(base, path))];
});
same("both upgrade without a probe", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "5", "4hello");
  const log = [...(await wire.entries(1))];
  const late = await request(base, path);
  wire.close();
  return [log, digest(late)];
});
same("both answer every probe", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe", "2probe");
  const log = [...(await wire.entries(2))];
  wire.send("5", "4hello");
  log.push((await wire.entries(3))[2]);
  wire.close();
  return log;
});
for (const [what, message] of Object.entries({
  "a ping that is no probe": "2",
  "a pong": "3probe",
  "a close": "1",
  "a noop": "6",
  "bytes": Buffer.from([1]),
  "nonsense": "abc",
  "nothing": "",
})) {
  same(`both drop a candidate that sends ${what}`, async (base) => {
    const path = await openPolling(base, ENGINE);
    // Nothing answers a probe that comes too late; otherwise the time to upgrade would end it alike.
    const wire = await candidate(base, path, message, "2probe");
    const log = [...(await wire.entries(9))];
    await post(base, path, "4a");
    return [log, digest(await request(base, path))];
  });
}
same("both let a second candidate try after the first went away", async (base) => {
  const path = await openPolling(base, ENGINE);
  const first = await candidate(base, path, "2probe");
  await first.entries(1);
  first.close();
  await first.closed;
  for (;;) {
    // The server may learn of the close a moment after the client.
    const second = await candidate(base, path, "2probe");
    const [answer] = await second.entries(1);
    if (answer !== "3probe") continue;
    second.send("5", "4hello");
    const log = [...(await second.entries(2))];
    second.close();
    return log;
  }
});
same("both drop a candidate that takes too long and keep the session", async (base) => {
  const path = await openPolling(base, "/brief/");
  const wire = await candidate(base, path, "2probe");
  const log = [...(await wire.entries(9))];
  await post(base, path, "40");
  const { body } = await request(base, path);
  return [log, body.slice(0, 2)];
});
same("both go on polling while a candidate tries", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  const answers = [];
  for (const text of ["one", "two"]) {
    answers.push((await post(base, path, `4${text}`)).body);
    answers.push((await request(base, path)).body);
  }
  wire.close();
  return answers;
});
same("both end every poll with a noop while a candidate waits", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  const bodies = [(await request(base, path)).body, (await request(base, path)).body];
  wire.close();
  return bodies;
});
same("both close the candidate with the session", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  await post(base, path, "1");
  return [await wire.entries(9), digest(await request(base, path))];
});
same("both close the candidate with a session that broke the protocol", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  await post(base, path, "abc");
  return [await wire.entries(9), digest(await request(base, path))];
});
same("both end the poll that waits when the upgrade comes early", async (base) => {
  const path = await openPolling(base, ENGINE);
  const poll = request(base, path);
  await post(base, path, "3");
  const wire = await candidate(base, path, "2probe", "5", "4hello");
  const log = [...(await wire.entries(2))];
  const { status, body } = await poll;
  wire.close();
  return [log, status, body.replace(/^[16]$/, "ended")];
});
same("both close an upgraded session with its WebSocket", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  wire.send("5", "4a");
  await wire.entries(2);
  wire.close();
  await wire.closed;
  return digest(
    await eventually(
      () => request(base, path),
      ({ body }) => body.includes("Session ID unknown"),
    ),
  );
});
same("both refuse an upgrade of another protocol version", async (base) => {
  const path = await openPolling(base, ENGINE);
  const url = base.replace("http", "ws");
  const wire = new Wire(`${url}${ENGINE}?EIO=3&transport=websocket&sid=${sidOf(path)}`);
  return wire.entries(2);
});
same("both send the packets of before and after the upgrade in order", async (base) => {
  const path = await openPolling(base, "/socket.io/");
  await post(base, path, "40/custom,");
  let text = "";
  while (!text.includes('"auth"')) text += (await request(base, path)).body;
  const wire = await candidate(base, path, "2probe");
  await wire.entries(1);
  await post(base, path, '42/custom,["burst",50]');
  wire.send("5");
  const parts = await eventually(
    () => wire.log.filter((entry) => String(entry).includes('"part"')),
    (list) => list.length === 50,
  );
  wire.close();
  return parts;
});

// Other settings

for (const origin of ["https://a.example", "https://b.example", "https://c.example", undefined]) {
  const headers = origin === undefined ? {} : { origin };
  same(`both tell an origin of a list apart: ${origin ?? "none"}`, async (base) =>
    full(await request(base, "/strict/?EIO=4&transport=polling", { headers })));
  same(`both answer the preflight of an origin of a list: ${origin ?? "none"}`, async (base) =>
    full(
      await request(base, "/strict/?EIO=4&transport=polling", {
        method: "OPTIONS",
        headers: { ...headers, "access-control-request-method": "POST", "access-control-request-headers": "x-a" },
      }),
    ));
}
same("both mark refusals for the origin, too", async (base) =>
  full(await request(base, "/strict/?EIO=4&transport=abc", { headers: { origin: "https://a.example" } })));
same("both mark the answers of a session for the origin", async (base) => {
  const path = await openPolling(base, "/strict/");
  const headers = { origin: "https://a.example" };
  return [full(await post(base, path, "40", headers)), full(await request(base, path, { headers }))].map(({ body, ...rest }) => rest);
});
same("both refuse a transport that is switched off", async (base) => {
  const refused = ["/strict/?EIO=4&transport=websocket", "/wires/?EIO=4&transport=polling"];
  return Promise.all(refused.map(async (path) => digest(await request(base, path))));
});
same("both serve WebSockets alone", async (base) => {
  const wire = openWire(base, "/wires/");
  await wire.entries(1);
  wire.send("40");
  const log = [...(await wire.entries(2))];
  wire.close();
  return log;
});
same("both answer a preflight without CORS alike", async (base) => {
  const answer = await request(base, "/wires/?EIO=4&transport=websocket", { method: "OPTIONS", headers: { origin: "https://a.example" } });
  return full(answer);
});
same("both offer no upgrade when there is none", async (base) => digest(await request(base, "/strict/?EIO=4&transport=polling")));
same("both live without a slash at the end", async (base) => {
  const [bare, slash] = [await request(base, "/bare?EIO=4&transport=polling"), await request(base, "/socket.io?EIO=4&transport=polling")];
  return [digest(bare), slash.status];
});
same("both never compress when told so", async (base) => {
  const path = await openPolling(base, "/brief/");
  await post(base, path, `40/custom,{"a":"${"x".repeat(60)}"}`);
  const answer = await request(base, path, { headers: { "accept-encoding": "gzip" } });
  return [answer.headers["content-encoding"] ?? "none"];
});

await runAll(process.argv[2], process.argv[3]);
