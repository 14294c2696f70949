// The example as a user meets it: built and started by ./run.sh, spoken to by the official client.
// Needs a JDK 25 (JAVA_HOME), Maven and Node.js: `node --test examples/spring-boot/test.mjs`. No part of `./desk test`.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const clients = join(folder, "..", "..", "socketio-vertx", "src", "test", "node");
if (!existsSync(join(clients, "node_modules"))) spawnSync("npm", ["ci"], { cwd: clients, stdio: "inherit" });
const { io } = createRequire(join(clients, "package.json"))("socket.io-client");

const opened = [];
const started = [];
let web, sockets, app;

/** A server on a port that the system chose. */
async function listen() {
  const server = createServer().listen(0);
  await once(server, "listening");
  return server;
}

async function freePort() {
  const server = await listen();
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Starts ./run.sh in a process group of its own, with what it prints. */
function start(...ports) {
  const child = spawn(join(folder, "run.sh"), ports.map(String), { detached: true, stdio: ["ignore", "pipe", "inherit"] });
  child.output = "";
  child.stdout.on("data", (data) => (child.output += data));
  started.push(child);
  return child;
}

/** Ends when the application has printed the text; fails when it exits instead. */
function printed(child, text) {
  return new Promise((resolve, reject) => {
    child.stdout.on("data", () => child.output.includes(text) && resolve());
    child.on("exit", (code) => reject(new Error(`run.sh ended with ${code}\n${child.output}`)));
  });
}

function connect(auth) {
  const socket = io(`http://localhost:${sockets}`, { auth, forceNew: true, reconnection: false });
  opened.push(socket);
  return socket;
}

/** The first argument of the next such event. */
const next = (socket, event) => new Promise((resolve) => socket.once(event, resolve));

const publish = (topic, title) =>
  fetch(`http://localhost:${web}/topics/${topic}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title }),
  });

before(async () => {
  [web, sockets] = [await freePort(), await freePort()];
  app = start(web, sockets);
  await printed(app, "Started News");
}, { timeout: 300_000 });

after(() => {
  for (const socket of opened) socket.close();
  for (const child of started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    process.kill(-child.pid, "SIGKILL");
  }
});

test("a client without a name is refused", { timeout: 10_000 }, async () => {
  assert.equal((await next(connect({}), "connect_error")).message, "a name, please");
});

test("what is posted to Spring MVC reaches who follows the topic, and nobody else", { timeout: 20_000 }, async () => {
  const [reader, stranger] = [connect({ name: "ann" }), connect({ name: "bob" })];
  await reader.timeout(5000).emitWithAck("follow", "java");
  await stranger.timeout(5000).emitWithAck("follow", "cooking");
  const heard = [];
  stranger.onAny((...args) => heard.push(args));
  const news = next(reader, "news");
  assert.equal((await publish("java", "Virtual threads")).status, 202);
  assert.deepEqual(await news, { title: "Virtual threads" });
  // Whatever was on its way to the stranger has arrived with this answer.
  await stranger.timeout(5000).emitWithAck("follow", "cooking");
  assert.deepEqual(heard, []);
});

test("the application ends with an error when the port is taken", { timeout: 300_000 }, async () => {
  const holder = await listen();
  const second = start(await freePort(), holder.address().port);
  const [code] = await once(second, "exit");
  holder.close();
  assert.equal(code, 1, second.output);
  assert.match(second.output, /BindException|Address already in use/);
});

test("connections are closed in order when the application is told to end", { timeout: 60_000 }, async () => {
  const reader = connect({ name: "ann" });
  await next(reader, "connect");
  const gone = next(reader, "disconnect");
  const exit = once(app, "exit");
  app.kill("SIGTERM");
  assert.equal(await gone, "transport close");
  assert.deepEqual(await exit, [143, null]);
});
