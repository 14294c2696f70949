// The list of rules to be broken on purpose follows the sources. Run by `./desk test`: it takes no time,
// unlike scripts/broken-on-purpose.sh, which breaks them.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { broken, rules } from "./mutations/rules.mjs";

const scenarios = join(dirname(fileURLToPath(import.meta.url)), "../socketio-vertx/src/test/node");

describe("a rule to be broken on purpose", () => {
  for (const rule of rules) {
    test(`stands in the sources: ${rule.rule}`, () => {
      assert.notEqual(broken(rule), readFileSync(rule.path, "utf8"));
      assert.ok(existsSync(join(scenarios, rule.script)), rule.script);
    });
  }
});
