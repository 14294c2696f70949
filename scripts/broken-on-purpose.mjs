// Breaks rules of the Socket.IO server, one at a time, and sees that a scenario notices.
// node scripts/broken-on-purpose.mjs [expression that the rule's name must fit]
// Needs the compiled modules and their class path in socketio-vertx/target/test.classpath;
// broken-on-purpose.sh sees to that.
import { spawn, spawnSync } from "node:child_process";
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
function breakRule(rule, index) {
  const source = broken(rule);
  const copy = join(work, String(index), rule.file.split("/").at(-1));
  const classes = join(work, String(index), "classes");
  mkdirSync(classes, { recursive: true });
  writeFileSync(copy, source);
  const { status, stderr } = spawnSync(
    join(java, "javac"),
    ["-nowarn", "-proc:none", "-parameters", "--release", "21", "-cp", [...compiled, libraries].join(":"), "-d", classes, copy],
    { encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`does not compile: ${stderr.split("\n")[0]}`);
  return [classes];
}

/** Runs the one scenario; what it says of itself. */
function play({ script, scenario }, ours, reference) {
  const { stdout } = spawnSync("node", [script, ours, reference], {
    cwd: node,
    encoding: "utf8",
    env: { ...process.env, SCENARIO: scenario },
  });
  const lines = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  if (lines.length === 0) throw new Error(`${script} has no scenario ${scenario}`);
  return lines.some(({ error }) => error !== null);
}

const reference = await start("node", ["reference.mjs"]);
const sound = await startOurs([]);
let unnoticed = 0;
const table = [];
for (const [index, rule] of chosen.entries()) {
  let result;
  let server;
  try {
    server = await startOurs(breakRule(rule, index));
    if (play(rule, sound.base, reference.base)) throw new Error("the scenario fails on the sound server, too");
    result = play(rule, server.base, reference.base) ? "noticed" : "NOT NOTICED";
  } catch (error) {
    result = `not run: ${error.message}`;
  } finally {
    server?.child.kill("SIGKILL");
  }
  if (result !== "noticed") unnoticed++;
  console.error(`${result}: ${rule.rule}`);
  table.push(`| ${rule.rule} | ${rule.file} | “${rule.scenario}” in ${rule.script} | ${result} |`);
}
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

${chosen.length - unnoticed} of ${chosen.length} noticed, at commit \`${commit}\`, on ${cpus().length} cores (${cpus()[0].model}) with
${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, JDK ${jdk}, Node.js ${process.version}.

| rule | broken in | scenario | |
|---|---|---|---|
${table.join("\n")}`);
process.exit(unnoticed === 0 ? 0 : 1);
