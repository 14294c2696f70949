// Tests of the program as an operator meets it: started by its command line, killed, started again.
// Run by `./desk test` on the built desk: `node --test scripts/`. Needs JAVA_HOME.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";

const built = join(dirname(fileURLToPath(import.meta.url)), "..", "server", "target", "quarkus-app");
const java = join(process.env.JAVA_HOME ?? "", "bin", "java");
const admin = { email: "ann@desk.example", password: "correct horse battery" };
const NOBODY = 65534;
const START_MS = 90_000;

const isRoot = process.getuid() === 0;
/** Who the program runs as: an ordinary user and, when the tests may, root, for whom what differs is tested. */
const users = isRoot ? [{ name: "root" }, { name: "an ordinary user", uid: NOBODY }] : [{ name: "an ordinary user" }];

const programs = mkdtempSync(join(tmpdir(), "deskwire-program-"));
let running = [];

before(() => {
  // A copy, for the folder of the sources may be closed to the ordinary user.
  chmodSync(programs, 0o755);
  cpSync(built, join(programs, "quarkus-app"), { recursive: true });
});

after(() => rmSync(programs, { recursive: true, force: true }));

for (const user of users) {
  describe(`as ${user.name}`, () => {
    let folder;
    let port;

    beforeEach(async () => {
      folder = mkdtempSync(join(tmpdir(), "deskwire-data-"));
      chmodSync(folder, 0o755);
      if (user.uid) chownSync(folder, user.uid, user.uid);
      port = await freePort();
    });

    afterEach(async () => {
      await Promise.all(running.map((program) => program.stop()));
      running = [];
      rmSync(folder, { recursive: true, force: true });
    });

    test("the desk starts on nothing, says so, refuses a second one, and stops cleanly", async () => {
      const desk = await start();
      assert.match(desk.output(), new RegExp(`Server is running on port ${port}\\b`));
      assert.match(desk.output(), /Socket\.IO server initialized/);
      assert.match(desk.output(), /WebSocket server ready/);
      assert.match(desk.output(), /Database: embedded PostgreSQL/);
      assert.match(desk.output(), /Cluster: a single node/);
      assert.equal((await fetch(`http://127.0.0.1:${port}/q/health/ready`)).status, 200);
      const reload = await fetch(`http://127.0.0.1:${port}/tickets/x`, { headers: { accept: "text/html" } });
      assert.equal(reload.status, 200);
      assert.match(await reload.text(), /<div id="root"/);

      const samePort = await run(["run"]);
      assert.deepEqual(samePort, {
        status: 1,
        output: `Port ${port} is already in use: stop the program that uses it, or set PORT to another\n`,
      });
      const sameFolder = await run(["run"], { PORT: String(await freePort()) });
      assert.deepEqual(sameFolder, {
        status: 1,
        output: `A desk is already running on the data folder ${join(folder, "data")}\n`,
      });

      assert.equal(await desk.stop(), 143);
      assert.throws(() => statSync(join(folder, "data/postgres/cluster/postmaster.pid")));
    });

    test("a desk that was killed starts again and has forgotten nothing", async () => {
      const desk = await start();
      assert.equal(await signIn(admin.email, admin.password), 200);
      const kept = await postmaster();
      desk.kill();
      await desk.ended;
      assert.ok(alive(kept), "PostgreSQL outlives the killed desk");

      await start({ ADMIN_PASSWORD: "another one, not used" });
      assert.notEqual(await postmaster(), kept);
      assert.equal(await signIn(admin.email, admin.password), 200);
    });

    if (user.name === "root") return;

    test("a generated password is printed at the first start only", async () => {
      const anonymous = { ADMIN_EMAIL: "", ADMIN_PASSWORD: "" };
      const first = await start(anonymous);
      const password = /Password\s+(\S+)/.exec(first.output())?.[1];
      assert.equal(await signIn("admin@localhost", password), 200);
      await first.stop();
      const second = await start(anonymous);
      assert.doesNotMatch(second.output(), /Password/);
    });

    test("a setting that cannot be used is refused by its name", async () => {
      const { status, output } = await run(["run"], { PORT: "abc" });
      assert.equal(status, 1);
      assert.equal(output, 'PORT must be a number from 0 to 65535, but is "abc"\n');
    });

    test("an unknown command shows how the program is used", async () => {
      const { status, output } = await run(["frobnicate"]);
      assert.equal(status, 2);
      assert.match(output, /^There is no command frobnicate\n\nUsage:/);
    });

    test("a password is reset while the desk runs, and while it does not", async () => {
      const desk = await start();
      const while_ = await run(["reset-password", admin.email]);
      assert.equal(while_.status, 0, while_.output);
      assert.equal(await signIn(admin.email, admin.password), 401);
      assert.equal(await signIn(admin.email, newPassword(while_.output)), 200);
      await desk.stop();

      const without = await run(["reset-password", admin.email]);
      assert.equal(without.status, 0, without.output);
      await start();
      assert.equal(await signIn(admin.email, newPassword(without.output)), 200);
    });

    test("a backup of a running desk is restored into an empty one", async () => {
      const file = join(folder, "desk.zip");
      const desk = await start();
      const backup = await run(["backup", file]);
      assert.equal(backup.status, 0, backup.output);
      assert.match(backup.output, /rows and 0 files/);

      const refused = await run(["restore", file]);
      assert.deepEqual(refused, {
        status: 1,
        output: `A desk is already running on the data folder ${join(folder, "data")}\n`,
      });
      await desk.stop();
      const full = await run(["restore", file]);
      assert.equal(full.status, 1);
      assert.match(full.output, /^The desk is not empty: --force/);

      const elsewhere = { DATA_DIR: join(folder, "elsewhere") };
      const restored = await run(["restore", file], elsewhere);
      assert.equal(restored.status, 0, restored.output);
      await start({ ...elsewhere, ADMIN_PASSWORD: "another one, not used" });
      assert.equal(await signIn(admin.email, admin.password), 200);
    });

    /** Starts the desk; resolves when it serves. */
    async function start(settings = {}) {
      const program = launch(["run"], settings);
      await until("the desk serves", START_MS, () => {
        if (program.hasEnded()) assert.fail(program.output());
        return /Stop\s+Ctrl-C/.test(program.output());
      });
      return program;
    }

    /** Runs a command to its end. */
    async function run(args, settings = {}) {
      const program = launch(args, settings);
      return { status: await program.ended, output: program.output() };
    }

    function launch(args, settings) {
      const env = {
        PATH: process.env.PATH,
        PORT: String(port),
        DATA_DIR: join(folder, "data"),
        ADMIN_EMAIL: admin.email,
        ADMIN_PASSWORD: admin.password,
        ...settings,
      };
      const jar = join(programs, "quarkus-app", "quarkus-run.jar");
      const owner = user.uid ? { uid: user.uid, gid: user.uid } : {};
      const child = spawn(java, ["-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", jar, ...args], {
        cwd: folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
        ...owner,
      });
      let output = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text) => (output += text));
      }
      const ended = new Promise((resolve) => child.on("close", (status) => resolve(status)));
      const program = {
        output: () => output,
        ended,
        hasEnded: () => child.exitCode !== null || child.signalCode !== null,
        kill: () => child.kill("SIGKILL"),
        stop: () => {
          child.kill("SIGTERM");
          return ended;
        },
      };
      running.push(program);
      return program;
    }

    async function signIn(email, password) {
      const answer = await fetch(`http://127.0.0.1:${port}/api/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email, password }),
      });
      return answer.status;
    }

    function postmaster() {
      const file = join(folder, "data", "postgres", "cluster", "postmaster.pid");
      return Number(readFileSync(file, "utf8").split("\n")[0]);
    }
  });
}

function newPassword(output) {
  return /The new password of \S+ is (\S+)/.exec(output)?.[1];
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(what, withinMs, holds) {
  const deadline = Date.now() + withinMs;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `${what}, within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
