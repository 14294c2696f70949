// Answers in HTTP: compression, cookies, headers, middlewares, refusals; the same script against the
// reference and against this server.
// node http.mjs <this server> <reference server>
import { gunzipSync, inflateSync } from "node:zlib";
import { runAll, same, next } from "./scenario.mjs";
import { request, openPolling, openWire, blur } from "./raw.mjs";

let cases = 0;

/** What a poll brings, and how it was compressed. */
async function poll(base, path, accepted) {
  const headers = accepted === undefined ? {} : { "accept-encoding": accepted };
  const answer = await request(base, path, { headers });
  const coding = answer.headers["content-encoding"];
  const decode = { gzip: gunzipSync, deflate: inflateSync }[coding] ?? ((bytes) => bytes);
  const body = decode(answer.bytes).toString();
  return [answer.status, coding, body.length, body.slice(0, 30)];
}

const codings = [
  undefined,
  "",
  "gzip",
  "deflate",
  "gzip, deflate, br",
  "deflate, gzip",
  "gzip;q=0.5, deflate;q=0.8",
  "gzip;q=0",
  "gzip;q=0, deflate",
  "GZIP",
  "identity",
  "br",
  "*",
];
for (const accepted of codings) {
  same(`both compress a long answer alike for a client that accepts ${accepted ?? "nothing"}`, async (base) => {
    const path = await openPolling(base, "/engine.io/");
    await request(base, path, { method: "POST", body: `4${"abc".repeat(1000)}` });
    return poll(base, path, accepted);
  });
}
for (const length of [1022, 1023, 1024, 100_000]) {
  same(`both compress alike an answer of ${length + 1} bytes`, async (base) => {
    const path = await openPolling(base, "/engine.io/");
    await request(base, path, { method: "POST", body: `4${"x".repeat(length)}` });
    return poll(base, path, "gzip");
  });
}
same("both leave alone what is not to be compressed", async (base) => {
  const path = await openPolling(base, "/socket.io/");
  const text = "x".repeat(5000);
  await request(base, path, { method: "POST", body: "40" });
  let greeting = "";
  while (!greeting.includes("auth")) greeting += (await request(base, path)).body;
  const results = [];
  for (const event of ["message", "message-uncompressed"]) {
    await request(base, path, { method: "POST", body: `42["${event}","${text}"]` });
    let answer = await poll(base, path, "gzip");
    while (!answer[3].includes("message-back")) answer = await poll(base, path, "gzip");
    results.push(answer);
  }
  return results;
});

const kept = ({ status, headers, body }) => {
  const names = ["set-cookie", "x-first", "x-every", "x-middleware", "x-short"];
  const shown = Object.fromEntries(names.filter((name) => headers[name]).map((name) => [name, String(headers[name])]));
  if (shown["set-cookie"]) {
    const sid = JSON.parse(body.slice(1)).sid;
    shown["set-cookie"] = shown["set-cookie"].replace(sid, "…");
  }
  return { status, shown };
};
same("both mark the first answer and every answer of a session", async (base) => {
  const first = await request(base, "/recovery/?EIO=4&transport=polling");
  const { sid } = JSON.parse(first.body.slice(1));
  const path = `/recovery/?EIO=4&transport=polling&sid=${sid}`;
  const posted = await request(base, path, { method: "POST", body: "40" });
  const polled = await request(base, path);
  return [first, posted, polled].map(kept);
});
same("both mark the answer that makes a WebSocket", async (base) => {
  const wire = openWire(base, "/recovery/");
  const [response] = await next(wire.socket, "upgrade");
  await wire.entries(1);
  wire.close();
  return kept(response).shown;
});
same("both let a middleware answer", async (base) => {
  const answer = await request(base, "/recovery/?EIO=4&transport=polling&teapot=1");
  return [kept(answer), answer.body];
});
for (const query of ["transport=polling&sid=abc&EIO=4", "transport=abc&EIO=4", "transport=polling&EIO=4&forbidden=1", "transport=polling&EIO=3"]) {
  same(`both tell the application of a refusal of ${query}`, async (base) => {
    const name = `refusal-${cases++}`;
    const answer = await request(base, `/recovery/?${query}&case=${name}`);
    const journal = await request(base, `/journal?case=${name}`);
    return [answer.status, blur(answer.body), JSON.parse(journal.body)];
  });
}
/** What the application hears of a refused request of a session; the session's id is its own affair. */
async function refusalOf(base, session, method, query) {
  const name = `refusal-${cases++}`;
  const { status } = await request(base, `${session}${query}&case=${name}`, { method });
  const journal = await request(base, `/journal?case=${name}`);
  return [status, JSON.parse(journal.body)];
}
same("both tell the application of a refused method", (base) =>
  refusalOf(base, "/recovery/?EIO=4&transport=polling", "POST", ""),
);
same("both tell the application of a WebSocket without an upgrade", (base) =>
  refusalOf(base, "/recovery/?EIO=4&transport=websocket", "GET", ""),
);
same("both tell the application of a session on another transport", async (base) => {
  const session = await openPolling(base, "/recovery/");
  return refusalOf(base, session.replace("polling", "websocket"), "GET", "");
});
same("both tell the application of a session of another protocol", async (base) => {
  const session = await openPolling(base, "/recovery/");
  return refusalOf(base, session.replace("EIO=4", "EIO=3"), "GET", "");
});
same("both tell the application of a poll after the upgrade", async (base) => {
  const wire = openWire(base, "/recovery/");
  let sid;
  wire.socket.once("message", (data) => (sid = JSON.parse(data.toString().slice(1)).sid));
  await wire.entries(1);
  const refusal = await refusalOf(base, `/recovery/?EIO=4&transport=polling&sid=${sid}`, "GET", "");
  wire.close();
  return refusal;
});

await runAll(process.argv[2], process.argv[3]);
