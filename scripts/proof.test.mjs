// What docs/engine says of the tests follows the tests, and the list of rules to be broken on purpose the
// sources. Run by `./desk test`: it takes no time, unlike scripts/broken-on-purpose.sh, which breaks them.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { broken, rules } from "./mutations/rules.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const scenarios = join(root, "socketio-vertx/src/test/node");
const clusterScenarios = join(root, "socketio-redis/src/test/node");
const classes = ["socketio", "socketio-vertx", "socketio-redis"]
  .map((module) => join(root, module, "src/test/java"))
  .flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => join(folder, name)));

describe("a rule to be broken on purpose", () => {
  for (const rule of rules) {
    test(`stands in the sources: ${rule.rule}`, () => {
      assert.notEqual(broken(rule), readFileSync(rule.path, "utf8"));
      assert.ok(existsSync(join(scenarios, rule.script)), rule.script);
    });
  }
});

/** The text of a script of scenarios, or of a test class. */
function textOf(name) {
  const path = name.endsWith(".mjs")
    ? [scenarios, clusterScenarios].map((folder) => join(folder, name)).find(existsSync)
    : classes.find((file) => file.endsWith(`/${name}.java`));
  assert.ok(path, `no ${name}`);
  return readFileSync(path, "utf8");
}

describe("a line of the checklist", () => {
  const lines = readFileSync(join(root, "docs/engine/checklist.md"), "utf8").split("\n");
  for (const line of lines.filter((text) => text.startsWith("| ") && text.includes("“"))) {
    test(`names tests that there are: ${line.split("|")[1].trim()}`, () => {
      let text;
      for (const [, file, quoted] of line.matchAll(/(\w+\.mjs|\w+Test)(?= “)|“([^”]*)”/g)) {
        if (file) text = textOf(file);
        else assert.ok(text.includes(quoted), quoted);
      }
    });
  }
});
