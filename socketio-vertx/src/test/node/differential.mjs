// The same script against the reference and against this server; what both answer must be equal.
// node differential.mjs <this server> <reference server>
import { runAll, same, eventually } from "./scenario.mjs";
import { request, digest, openPolling, openWire, exchange } from "./raw.mjs";

const ENGINE = "/engine.io/";
const SOCKET = "/socket.io/";

// The same, in a hurry: a ping after 300 ms, 2 s for the pong, 1 s for the first CONNECT.
const BEATING = "/beating/";
const HASTY = "/hasty/";

// Requests

const requests = {
  "a handshake": ["GET", "?EIO=4&transport=polling"],
  "a handshake with an origin": ["GET", "?EIO=4&transport=polling", { origin: "https://a.example" }],
  "an unknown transport": ["GET", "?EIO=4&transport=abc"],
  "an inherited property as transport": ["GET", "?EIO=4&transport=constructor"],
  "no transport": ["GET", "?EIO=4"],
  "webtransport": ["GET", "?EIO=4&transport=webtransport"],
  "an unknown session": ["GET", "?EIO=4&transport=polling&sid=abc"],
  "an unknown session on POST": ["POST", "?EIO=4&transport=polling&sid=abc"],
  "an inherited property as session": ["GET", "?EIO=4&transport=polling&sid=__proto__"],
  "a handshake by POST": ["POST", "?EIO=4&transport=polling"],
  "a handshake by PUT": ["PUT", "?EIO=4&transport=polling"],
  "a websocket without upgrade": ["GET", "?EIO=4&transport=websocket"],
  "protocol 3": ["GET", "?EIO=3&transport=polling"],
  "protocol 5": ["GET", "?EIO=5&transport=polling"],
  "no protocol": ["GET", "?transport=polling"],
  "a repeated parameter": ["GET", "?EIO=3&EIO=4&transport=polling"],
  "an encoded parameter": ["GET", "?EIO=4&transport=%70olling"],
  "a preflight": [
    "OPTIONS",
    "?EIO=4&transport=polling",
    {
      origin: "https://a.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "x-a,x-b",
    },
  ],
  "a forbidden request": ["GET", "?EIO=4&transport=polling&forbidden=1"],
  "a longer path": ["GET", "more?EIO=4&transport=polling"],
};
for (const [what, [method, query, headers]] of Object.entries(requests)) {
  same(`both answer ${what} alike`, async (base) =>
    digest(await request(base, ENGINE + query, { method, headers })),
  );
}

const refusedUpgrades = {
  "an unknown transport": "EIO=4&transport=abc",
  "an unknown session": "EIO=4&transport=websocket&sid=abc",
  "a forbidden request": "EIO=4&transport=websocket&forbidden=1",
};
for (const [what, query] of Object.entries(refusedUpgrades)) {
  same(`both refuse to upgrade for ${what} alike`, async (base) => {
    const head = [
      `GET ${ENGINE}?${query} HTTP/1.1`,
      "Host: localhost",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "",
      "",
    ].join("\r\n");
    const [top, body] = (await exchange(base, head)).split("\r\n\r\n");
    const lines = top.split("\r\n");
    return { status: lines[0], headers: lines.slice(1).map((l) => l.toLowerCase()).sort(), body };
  });
}

// Long-polling

same("both carry several packets in either direction", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await request(base, path, { method: "POST", body: "4a\x1e4€\x1ebAQID\x1e4" });
  const polled = await request(base, path);
  return [digest(posted), digest(polled)];
});
same("both accept foreign alphabets of base64", async (base) => {
  const path = await openPolling(base, ENGINE);
  await request(base, path, { method: "POST", body: "b-_8=\x1ebAQ" });
  return digest(await request(base, path));
});
same("both close the session at a malformed packet", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await request(base, path, { method: "POST", body: "4a\x1eabc" });
  const polled = await request(base, path);
  return [posted.status, digest(polled)];
});
same("both close the session at an empty body", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await request(base, path, { method: "POST", body: "" });
  return [posted.status, digest(await request(base, path))];
});
same("both close the session at a ping of the client", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await request(base, path, { method: "POST", body: "2" });
  return [posted.status, digest(await request(base, path))];
});
same("both close the session at an overlapping poll", async (base) => {
  const path = await openPolling(base, ENGINE);
  const first = request(base, path);
  const second = request(base, path);
  const answers = await Promise.all([first, second]);
  const last = await request(base, path);
  return [answers.map(digest).sort((a, b) => a.status - b.status), digest(last)];
});
same("both close the session at the client's close packet", async (base) => {
  for (;;) {
    const path = await openPolling(base, ENGINE);
    const poll = request(base, path);
    const posted = await request(base, path, { method: "POST", body: "1" });
    const polled = await poll;
    // Otherwise the close overtook the poll on its way.
    if (polled.status === 200) return [digest(polled), digest(posted), digest(await request(base, path))];
  }
});
same("both refuse a body of octets", async (base) => {
  const path = await openPolling(base, ENGINE);
  const headers = { "content-type": "application/octet-stream" };
  const posted = await request(base, path, { method: "POST", headers, body: "4a" });
  return [digest(posted), digest(await request(base, path))];
});
same("both refuse a body over the limit and keep the session", async (base) => {
  const path = await openPolling(base, ENGINE);
  // Either server answers before it has read all, and may cut off who is still writing.
  const posted = await eventually(
    () => request(base, path, { method: "POST", body: "4" + "a".repeat(1e6) }),
    ({ status }) => status !== "cut off",
  );
  await request(base, path, { method: "POST", body: "4still here" });
  return [posted.status, digest(await request(base, path))];
});
same("both take a body of exactly the limit", async (base) => {
  const path = await openPolling(base, ENGINE);
  const posted = await request(base, path, { method: "POST", body: "4" + "a".repeat(1e6 - 1) });
  return [posted.status, (await request(base, path)).body.length];
});
same("both answer other methods alike", async (base) => {
  const path = await openPolling(base, ENGINE);
  const put = await request(base, path, { method: "PUT" });
  return [put.status, put.body];
});
same("both refuse another protocol version for a session", async (base) => {
  const path = await openPolling(base, ENGINE);
  return digest(await request(base, path.replace("EIO=4", "EIO=3")));
});
same("both close the session when a poll is aborted", async (base) => {
  const path = await openPolling(base, ENGINE);
  const poll = request(base, path);
  // The server has certainly seen the poll once it has answered a later request.
  await request(base, path, { method: "POST", body: "3" });
  poll.abort();
  const gone = await eventually(
    () => request(base, path, { method: "POST", body: "3" }),
    ({ status }) => status !== 200,
  );
  return digest(gone);
});
same("both ping a polling client and give it up", async (base) => {
  const path = await openPolling(base, BEATING);
  const ping = await request(base, path);
  const end = await request(base, path);
  return [digest(ping), digest(end), digest(await request(base, path))];
});

// WebSocket

function wireScript(...messages) {
  return async (base) => {
    const wire = openWire(base, ENGINE);
    await wire.entries(1);
    wire.send(...messages, "4end");
    const log = await wire.entries(1 + messages.length + 1);
    const copy = [...log];
    wire.close();
    return copy;
  };
}
same("both echo text and bytes on a websocket", wireScript("4a", Buffer.from([1, 2, 3]), "4", "4€"));
same("both take base64 on a websocket", wireScript("bAQID"));
same("both close a websocket at a malformed packet", wireScript("abc"));
same("both close a websocket at an empty packet", wireScript(""));
same("both close a websocket at a ping of the client", wireScript("2"));
same("both take a message of exactly the limit", async (base) => {
  const wire = openWire(base, ENGINE);
  await wire.entries(1);
  wire.send("4" + "a".repeat(1e6 - 1));
  const log = await wire.entries(2);
  wire.close();
  return log[1].length;
});
same("both close a websocket with 1009 at a message over the limit", wireScript("4" + "a".repeat(1e6)));
for (const type of ["0", "1", "5", "6"]) {
  same(`both ignore a packet of type ${type} on a websocket`, async (base) => {
    const wire = openWire(base, ENGINE);
    await wire.entries(1);
    wire.send(type, "4end");
    const log = [...(await wire.entries(2))];
    wire.close();
    return log;
  });
}
same("both close a websocket that does not answer pings", async (base) => {
  const wire = openWire(base, BEATING);
  wire.socket.removeAllListeners("message");
  return wire.closed;
});
same("both close an upgraded request whose transport is polling", async (base) => {
  const url = base.replace("http", "ws");
  const { Wire } = await import("./raw.mjs");
  const wire = new Wire(`${url}${ENGINE}?EIO=4&transport=polling`);
  return wire.entries(9);
});

// The upgrade

const sidOf = (path) => new URL(path, "http://x").searchParams.get("sid");

same("both upgrade, end the waiting poll and refuse polling afterwards", async (base) => {
  const path = await openPolling(base, ENGINE);
  const poll = request(base, path);
  const wire = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  await new Promise((resolve) => wire.socket.once("open", resolve));
  wire.send("2probe");
  await wire.entries(1);
  const polled = await poll;
  wire.send("5", "4hello");
  await wire.entries(2);
  const late = await request(base, path);
  const again = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  const refused = [...(await again.entries(9))];
  wire.send("4still here");
  const log = [...(await wire.entries(3))];
  wire.close();
  return [digest(polled), log, digest(late), refused];
});
same("both flush what was buffered while upgrading", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  await new Promise((resolve) => wire.socket.once("open", resolve));
  wire.send("2probe");
  await wire.entries(1);
  await request(base, path, { method: "POST", body: "4a\x1e4b" });
  wire.send("5");
  const log = [...(await wire.entries(3))];
  wire.close();
  return log;
});
same("both close a second candidate", async (base) => {
  const path = await openPolling(base, ENGINE);
  const first = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  await new Promise((resolve) => first.socket.once("open", resolve));
  first.send("2probe");
  await first.entries(1);
  const second = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  const refused = [...(await second.entries(9))];
  first.send("5", "4hello");
  const log = [...(await first.entries(2))];
  first.close();
  return [refused, log];
});
same("both drop a candidate that sends something else and keep the session", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  await new Promise((resolve) => wire.socket.once("open", resolve));
  wire.send("4hello");
  const log = [...(await wire.entries(9))];
  await request(base, path, { method: "POST", body: "4a" });
  return [log, digest(await request(base, path))];
});
same("both let a poll wait when the candidate goes away", async (base) => {
  const path = await openPolling(base, ENGINE);
  const wire = openWire(base, ENGINE, `&sid=${sidOf(path)}`);
  await new Promise((resolve) => wire.socket.once("open", resolve));
  wire.send("2probe");
  await wire.entries(1);
  wire.close();
  await wire.closed;
  await request(base, path, { method: "POST", body: "4a" });
  return digest(await request(base, path));
});

// Socket.IO, message by message

/**
 * Sends messages after the handshake, each CONNECT only when the one before is answered, and a final
 * event; the transcript ends with its answer or with the close. Between messages a script may wait
 * for a number of entries in the transcript or in the server's journal.
 */
function socketScript(name, messages, { connect = true } = {}) {
  same(name, async (base) => {
    const query = `case=${encodeURIComponent(name)}`;
    const journal = async () => JSON.parse((await request(base, `/journal?${query}`)).body);
    const wire = openWire(base, SOCKET, `&${query}`);
    await wire.entries(1);
    for (const message of connect ? ["0", ...messages] : messages) {
      if (message.journal) {
        await eventually(journal, (entries) => entries.length >= message.journal);
      } else if (message.entries) {
        await wire.entries(message.entries);
      } else if (message.raw) {
        wire.send(message.raw);
      } else {
        const before = wire.log.length;
        wire.send(`4${message}`);
        if (message.startsWith("0")) {
          const [answer] = (await wire.entries(before + 1)).slice(before);
          if (answer.startsWith("40")) await wire.entries(before + 2);
        }
      }
    }
    wire.send('42["message","end"]');
    const isEnd = (entry) => entry === '42["message-back","end"]' || String(entry).startsWith("closed");
    const log = [...(await eventually(() => wire.log, (log) => log.some(isEnd)))];
    wire.close();
    await wire.closed;
    const count = (entries, what) => entries.filter((entry) => entry.startsWith(what)).length;
    const entries = await eventually(
      journal,
      (entries) => count(entries, "connect") === count(entries, "disconnect"),
    );
    // Handlers of different namespaces run side by side here, so the order says nothing.
    return [log, entries.sort()];
  });
}
const bytes = (...values) => ({ raw: Buffer.from(values) });

socketScript("both connect the main namespace", []);
socketScript("both take credentials", ['0{"a":[1]}'], { connect: false });
socketScript("both connect another namespace", ['0/custom,{"b":2}']);
socketScript("both connect a namespace without its comma", ["0/custom"]);
socketScript("both refuse an unknown namespace", ["0/nope"]);
socketScript("both refuse an inherited property as namespace", ["0/__proto__", "0/constructor"]);
socketScript("both refuse a client in a middleware", ["0/guarded"]);
socketScript("both refuse a client with data", ['0/guarded,{"token":"bad"}']);
socketScript("both admit a client in a middleware", ['0/guarded,{"token":"good"}']);
socketScript("both let a refused client try again", ["0/guarded", '0/guarded,{"token":"good"}']);
socketScript("both echo an event", ['2["message",1,"2",{"3":[4]},null,true]']);
socketScript("both acknowledge an event", ['20["message-with-ack",1,"2"]', '212["message-with-ack"]']);
socketScript("both acknowledge in another namespace", ["0/custom", '2/custom,7["message-with-ack",1]', { entries: 6 }]);
socketScript("both echo bytes", ['51-["message",{"_placeholder":true,"num":0}]', bytes(1, 2, 3)]);
socketScript("both echo several bytes", [
  '52-["message",{"_placeholder":true,"num":1},{"x":{"_placeholder":true,"num":0}}]',
  bytes(1),
  bytes(2, 3),
]);
socketScript("both acknowledge bytes", ['51-9["message-with-ack",{"_placeholder":true,"num":0}]', bytes(1)]);
socketScript("both ignore an event of nobody", ['2["unheard"]', '21["unheard"]']);
socketScript("both take a number as name", ["2[5,1]"]);
socketScript("both ignore an event without data", ["2", "21"]);
socketScript("both ignore an unknown acknowledgement", ['3999["x"]', '3["x"]', "31"]);
socketScript("both leave a namespace", ["0/custom", "1/custom,", { journal: 3 }, "0/custom"]);
socketScript("both close at an event for a namespace that was left", ["0/custom", "1/custom,", { journal: 3 }, '2/custom,["message"]']);
socketScript("both leave the main namespace", ["1", { journal: 2 }]);
socketScript("both close at a second CONNECT", ["0"]);
socketScript("both close at an event for a namespace not joined", ['2/custom,["message"]']);
// The CONNECT behind it tells the close of the event from the one that the time to connect brings.
socketScript("both close at an event before CONNECT", ['2["message"]', "0"], { connect: false });
socketScript("both close at a CONNECT_ERROR of the client", ['4{"message":"x"}']);
socketScript("both close at a CONNECT_ERROR without data", ["4"]);
socketScript("both close at an unknown type", ["abc"]);
socketScript("both close at type 7", ["7"]);
socketScript("both close at an empty packet", [""]);
socketScript("both close at an object as event", ["2{}"]);
socketScript("both close at a string as event", ['2"message"']);
socketScript("both close at an empty event", ["2[]"]);
socketScript("both close at a nameless event", ["2[null]"]);
socketScript("both close at an invalid id", ['2abc["message-with-ack",1]']);
socketScript("both close at broken JSON", ['2["message"']);
socketScript("both close at trailing JSON", ['2["message"]1']);
socketScript("both close at a DISCONNECT with data", ["1{}"]);
socketScript("both close at an array as credentials", ["0/custom,[]"]);
socketScript("both close at a string as credentials", ['0/custom,"a"']);
for (const reserved of ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"]) {
  socketScript(`both close at the reserved name ${reserved}`, [`2["${reserved}"]`]);
}
socketScript("both close at bytes out of place", [bytes(1)]);
socketScript("both close at text among attachments", ['51-["message",{"_placeholder":true,"num":0}]', '2["message"]']);
socketScript("both close at no attachments", ['50-["message"]']);
socketScript("both close at a missing number of attachments", ['5["message"]', '5-["message"]']);
socketScript("both close at too many attachments", ['511-["message"]']);
socketScript("both close at a placeholder without attachment", ['51-["message",{"_placeholder":true,"num":1}]', bytes(1)]);
socketScript("both close at a placeholder of no number", ['51-["message",{"_placeholder":true,"num":"0"}]', bytes(1)]);
socketScript("both take ten attachments", [
  `510-["message",${Array.from({ length: 10 }, (_, i) => `{"_placeholder":true,"num":${i}}`)}]`,
  ...Array.from({ length: 10 }, (_, i) => bytes(i)),
]);
socketScript("both close at eleven attachments", [
  `511-["message",${Array.from({ length: 11 }, (_, i) => `{"_placeholder":true,"num":${i}}`)}]`,
  ...Array.from({ length: 11 }, (_, i) => bytes(i)),
]);
socketScript("both leave a lone placeholder as it is", ['2["message",{"_placeholder":true,"num":0}]']);
socketScript("both disconnect a socket and keep the connection", ["0/custom", '2/custom,["leave-me"]', { journal: 3 }, { entries: 6 }, "0/custom"]);
socketScript("both disconnect a client for good", ["0/custom", '2["close-me"]']);
same("both close a client that joins nothing", async (base) => {
  const wire = openWire(base, HASTY);
  return wire.entries(9);
});
same("both close a client that is refused and joins nothing else", async (base) => {
  const wire = openWire(base, HASTY);
  await wire.entries(1);
  wire.send("40/nope");
  return wire.entries(9);
});
same("both tell a polling client of a parse error by the close", async (base) => {
  const path = await openPolling(base, SOCKET, "&case=polling-parse-error");
  await request(base, path, { method: "POST", body: "40" });
  const connected = await request(base, path);
  const posted = await request(base, path, { method: "POST", body: "4abc" });
  const polled = await request(base, path);
  return [digest(connected).body.replace(/\x1e.*/s, ""), posted.status, polled.status];
});
same("both number acknowledgements from the server", async (base) => {
  const wire = openWire(base, SOCKET);
  await wire.entries(1);
  wire.send("40/custom");
  await wire.entries(3);
  wire.send('42/custom,["ask","why"]');
  await wire.entries(4);
  const id = /^42\/custom,(\d+)\["question","why"\]$/.exec(wire.log[3])[1];
  wire.send(`43/custom,${id}["because"]`);
  const log = [...(await wire.entries(5))];
  wire.close();
  return log.map((entry) => String(entry).replace(/,\d+\[/, ",#["));
});

await runAll(process.argv[2], process.argv[3]);
