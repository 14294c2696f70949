// How connections are opened and what is served beside them; the same script against the reference
// and against this server.
// node opening.mjs <this server> <reference server>
import { gunzipSync, inflateSync } from "node:zlib";
import { io } from "socket.io-client";
import { runAll, same, next } from "./scenario.mjs";
import { request, openWire } from "./raw.mjs";

let cases = 0;

// Names and the first packet

const named = (text) => text.replace(/"sid":"(\w+)-[\w-]+"/, '"sid":"$1-…"');
same("both let the application name a session and speak first over polling", async (base) => {
  const { body } = await request(base, "/opened/?EIO=4&transport=polling&id=mine");
  return named(body).split("\x1e");
});
same("both let the application name a session and speak first over a WebSocket", async (base) => {
  const wire = openWire(base, "/opened/", "&id=mine");
  const log = (await wire.entries(2)).map(named);
  wire.close();
  return log;
});
same("both find a session again by the application's name", async (base) => {
  const { body } = await request(base, "/opened/?EIO=4&transport=polling&id=mine");
  const { sid } = JSON.parse(body.split("\x1e")[0].slice(1));
  const path = `/opened/?EIO=4&transport=polling&sid=${sid}`;
  const posted = await request(base, path, { method: "POST", body: "4hello" });
  return [posted.body, (await request(base, path)).body];
});
for (const [what, query] of [
  ["has no name", "id=impossible"],
  ["does not get past a middleware", "broken=1"],
]) {
  same(`both refuse a session that ${what}`, async (base) => {
    const name = `refusal-${cases++}`;
    const { status, body, headers } = await request(base, `/opened/?EIO=4&transport=polling&${query}&case=${name}`);
    const journal = await request(base, `/journal?case=${name}`);
    return [status, body, headers["content-type"], JSON.parse(journal.body)];
  });
}

// Other pages, cookies, paths

const shown = ({ status, headers }) => {
  const names = ["set-cookie", "vary", ...Object.keys(headers).filter((name) => name.startsWith("access-control-"))];
  return [status, names.sort().map((name) => [name, blurred(name, headers[name])])];
};
const blurred = (name, value) =>
  name === "vary"
    ? String(value).split(/, */).sort()
    : String(value)
        .replace(/node=[\w-]+/, "node=…")
        .split("; ")
        .sort();
const BARE = "/bare?EIO=4&transport=polling";
for (const origin of ["https://a.example", "https://b.example"]) {
  const headers = { origin, "access-control-request-method": "POST", "access-control-request-headers": "x-a" };
  same(`both answer a preflight from ${origin} alike`, async (base) =>
    shown(await request(base, BARE, { method: "OPTIONS", headers })),
  );
}
same("both answer a page of an allowed origin alike, with their cookie", async (base) => {
  const answer = await request(base, BARE, { headers: { origin: "https://a.example" } });
  const [status, headers] = shown(answer);
  const without = headers.filter(([name]) => name !== "set-cookie");
  const cookie = headers.find(([name]) => name === "set-cookie")[1].filter((part) => !part.startsWith("Expires"));
  return [status, without, cookie];
});
same("both serve the official client on a path without a slash", async (base) => {
  const socket = io(base, { path: "/bare", addTrailingSlash: false, forceNew: true });
  await next(socket, "connect");
  socket.emit("echo", 1, "2");
  const [one, two] = await next(socket, "echoed");
  socket.close();
  return [one, two];
});

// The client's files

const files = ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"];
const decoders = { gzip: gunzipSync, deflate: inflateSync };
const served = async (base, name, headers = {}, method = "GET") => {
  const answer = await request(base, `/bare/${name}`, { headers, method });
  const coding = answer.headers["content-encoding"];
  const bytes = coding ? decoders[coding](answer.bytes) : answer.bytes;
  return [
    answer.status,
    answer.headers["content-type"],
    answer.headers["cache-control"],
    answer.headers.etag ?? null,
    answer.headers["access-control-allow-origin"] ?? null,
    coding ?? null,
    bytes.length,
    bytes.subarray(0, 200).toString(),
  ];
};
for (const name of files.flatMap((file) => [file, `${file}.map`])) {
  same(`both serve ${name}`, (base) => served(base, name));
}
same("both serve a file with a query", (base) => served(base, "socket.io.js?version=1"));
same("both serve a file to a page of another origin", (base) =>
  served(base, "socket.io.min.js", { origin: "https://a.example" }),
);
for (const coding of ["gzip", "deflate", "gzip, deflate"]) {
  same(`both compress a file for a client that accepts ${coding}`, (base) =>
    served(base, "socket.io.min.js", { "accept-encoding": coding }),
  );
}
for (const etag of ['"4.8.4"', 'W/"4.8.4"', '"4.8.3"']) {
  same(`both tell a browser that knows ${etag} whether that is still right`, async (base) => {
    const { status, bytes } = await request(base, "/bare/socket.io.min.js", { headers: { "if-none-match": etag } });
    return [status, bytes.length];
  });
}
for (const name of ["socket.io.ts", "../package.json", "socket.io.js/", "", "x/socket.io.js"]) {
  same(`both serve nothing for "${name}"`, async (base) => {
    const { status, body } = await request(base, `/bare/${name}`);
    // An address that is nobody's is the host's to refuse.
    return [status, status === 404 ? "" : body];
  });
}
same("both serve no client unless told to", async (base) => {
  const { status } = await request(base, "/opened/socket.io.js");
  return [status];
});

await runAll(process.argv[2], process.argv[3]);
