#!/usr/bin/env node
// Starts the example on free ports and talks to it with the official client. Needs a JDK 25 (JAVA_HOME), Maven, Node.js.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, "..", "..");
const { io } = createRequire(join(root, "socketio-vertx/src/test/node/package.json"))("socket.io-client");
const scratch = mkdtempSync(join(tmpdir(), "deskwire-spring-"));
const options = process.env.MAVEN_ARGS ?? `-Dmaven.repo.local=${scratch}`;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
const next = (socket, event) => new Promise((resolve) => socket.once(event, resolve));
/** Asks until there is an answer. */
async function until(ask) {
  for (const end = Date.now() + 240_000; Date.now() < end; ) {
    const answer = await ask().catch(() => undefined);
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("the application did not start");
}

const install = spawnSync(join(root, "desk"), ["install", ...options.split(" ")], { stdio: "inherit" });
assert.equal(install.status, 0);
const [web, sockets] = [await freePort(), await freePort()];
const app = spawn(join(folder, "run.sh"), [String(web), String(sockets)], {
  env: { ...process.env, MAVEN_ARGS: options },
  stdio: ["ignore", "ignore", "inherit"],
});
try {
  const publish = (topic, title) =>
    fetch(`http://localhost:${web}/topics/${topic}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ title }),
    });
  assert.equal((await until(() => publish("nobody", "hello?"))).status, 202);

  const connect = (auth) => io(`http://localhost:${sockets}`, { auth, forceNew: true, reconnection: false });
  const [reader, stranger, nameless] = [connect({ name: "ann" }), connect({ name: "bob" }), connect({})];
  assert.equal((await next(nameless, "connect_error")).message, "a name, please");
  await reader.timeout(5000).emitWithAck("follow", "java");
  await stranger.timeout(5000).emitWithAck("follow", "cooking");
  const heard = [];
  stranger.onAny((...args) => heard.push(args));
  const news = next(reader, "news");
  await publish("java", "Virtual threads");
  assert.deepEqual(await news, { title: "Virtual threads" });
  // Whatever was on its way to the stranger has arrived with this answer.
  await stranger.timeout(5000).emitWithAck("follow", "cooking");
  assert.deepEqual(heard, []);

  const gone = next(reader, "disconnect");
  app.kill("SIGTERM");
  assert.equal(await gone, "transport close");
  console.log("the example works");
} finally {
  app.kill("SIGKILL");
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(0);
