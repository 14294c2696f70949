// Breaks rules of the Socket.IO server, one at a time, and sees that a scenario notices.
// node scripts/broken-on-purpose.mjs [expression that the rule's name must fit]
// Needs the compiled modules and their class path in socketio-vertx/target/test.classpath;
// broken-on-purpose.sh sees to that.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, release, tmpdir, totalmem, type } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { broken, rules } from "./mutations/rules.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const node = join(root, "socketio-vertx/src/test/node");
const java = join(process.env.JAVA_HOME ?? "", "bin");
const libraries = readFileSync(join(root, "socketio-vertx/target/test.classpath"), "utf8").trim();
const compiled = ["socketio-vertx/target/test-classes", "socketio-vertx/target/classes", "socketio/target/classes"].map(
  (folder) => join(root, folder),
);
const work = mkdtempSync(join(tmpdir(), "broken-on-purpose-"));

const chosen = rules.filter(({ rule }) => new RegExp(process.argv[2] ?? "").test(rule));

/** Starts a server that prints its port. */
async function start(command, args) {
  const child = spawn(command, args, { cwd: node, stdio: ["ignore", "pipe", "ignore"] });
  const port = await new Promise((resolve) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", () => resolve(undefined));
  });
  if (port === undefined) throw new Error("the server does not start");
  return { child, base: `http://localhost:${port}` };
}

const startOurs = (classes) =>
  start(join(java, "java"), [
    "-XX:TieredStopAtLevel=1",
    "-cp",
    [...classes, ...compiled, libraries].join(":"),
    "dev.deskwire.socketio.vertx.fixture.WireFixture",
    "0",
  ]);

/** Compiles the one file with its replacement over what stands already. */
async function breakRule(rule, index) {
  const source = broken(rule);
  const copy = join(work, String(index), rule.file.split("/").at(-1));
  const classes = join(work, String(index), "classes");
  mkdirSync(classes, { recursive: true });
  writeFileSync(copy, source);
  const { status, stderr } = await run(join(java, "javac"), [
    ...["-nowarn", "-proc:none", "-parameters", "--release", "21"],
    ...["-cp", [...compiled, libraries].join(":"), "-d", classes, copy],
  ]);
  if (status !== 0) throw new Error(`does not compile: ${stderr.split("\n")[0]}`);
  return [classes];
}

/** Runs a program to its end; what it printed. */
async function run(command, args, options) {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors] = [[], []];
  child.stdout.on("data", (chunk) => output.push(chunk));
  child.stderr.on("data", (chunk) => errors.push(chunk));
  const [status] = await once(child, "close");
  return { status, stdout: Buffer.concat(output).toString(), stderr: Buffer.concat(errors).toString() };
}

/** Runs the one scenario; whether it failed. */
async function fails({ script, scenario }, ours, reference) {
  const env = { ...process.env, SCENARIO: scenario };
  const { stdout } = await run("node", [script, ours, reference], { cwd: node, env });
  const lines = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (lines.length === 0) throw new Error(`${script} has no scenario ${scenario}`);
  return lines.some(({ error }) => error !== null);
}

const reference = await start("node", ["reference.mjs"]);
const sound = await startOurs([]);

/** Breaks a rule; what its scenario says to that. */
async function outcome(rule, index) {
  let server;
  try {
    server = await startOurs(await breakRule(rule, index));
    if (await fails(rule, sound.base, reference.base)) throw new Error("the scenario fails on the sound server, too");
    return (await fails(rule, server.base, reference.base)) ? "noticed" : "NOT NOTICED";
  } catch (error) {
    return `not run: ${error.message}`;
  } finally {
    server?.child.kill("SIGKILL");
  }
}

// Some at a time: most of what a scenario does is to wait.
const outcomes = [];
const waiting = [...chosen.entries()];
const worker = async () => {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [index, rule] = next;
    outcomes[index] = await outcome(rule, index);
    console.error(`${outcomes[index]}: ${rule.rule}`);
  }
};
await Promise.all(cpus().flatMap(() => [worker(), worker()]));
const noticed = outcomes.filter((result) => result === "noticed").length;
const table = chosen.map(
  ({ rule, file, scenario, script }, index) => `| ${rule} | ${file} | “${scenario}” in ${script} | ${outcomes[index]} |`,
);
for (const { child } of [reference, sound]) child.kill("SIGKILL");
rmSync(work, { recursive: true, force: true });

const jdk = /^JAVA_VERSION="(.*)"$/m.exec(readFileSync(join(java, "../release"), "utf8"))?.[1];
const commit = spawnSync("git", ["rev-parse", "--short", "HEAD"], { cwd: root, encoding: "utf8" }).stdout.trim();
console.log(`# Broken on purpose

A test that cannot fail proves nothing. Each line is a rule of the server that was broken in a copy of the
sources, by one replacement (\`scripts/mutations/rules.txt\`), and the scenario that was run against the copy and must
fail. On the sound server it passed in the same run.
\`scripts/broken-on-purpose.sh\` does it again and writes this page; it takes some minutes and is no part of \`./desk test\`,
which only sees that every rule still stands in the sources.

${noticed} of ${chosen.length} noticed, at commit \`${commit}\`, on ${cpus().length} cores (${cpus()[0].model}) with
${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, JDK ${jdk}, Node.js ${process.version}.

| rule | broken in | scenario | |
|---|---|---|---|
${table.join("\n")}`);
process.exit(noticed === chosen.length ? 0 : 1);
