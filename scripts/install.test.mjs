// The Socket.IO server and the API of extensions as others get them: installed, then built against, without the network.
// Run by `./desk test`, after Maven has fetched what the build needs: `node --test scripts/`.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const folder = mkdtempSync(join(tmpdir(), "deskwire-install-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const fetched = process.env.MAVEN_REPOSITORY ?? join(homedir(), ".m2", "repository");
const settings = join(folder, "settings.xml");
// Whatever a build asks for comes from what this machine has fetched already, or not at all.
writeFileSync(
  settings,
  `<settings><mirrors><mirror><id>fetched</id><mirrorOf>*</mirrorOf><url>file://${fetched}</url></mirror></mirrors></settings>`,
);
const options = ["-s", settings, `-Dmaven.repo.local=${join(folder, "repository")}`];

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}\n${stderr}`);
}

test("an application and an extension are built against what is installed, with sources and Javadoc beside it", () => {
  run(join(root, "desk"), ["install", ...options], root);
  const installed = join(folder, "repository", "dev", "deskwire");
  for (const module of ["socketio", "socketio-vertx", "socketio-redis", "extension-api"]) {
    for (const kind of [".jar", "-sources.jar", "-javadoc.jar", ".pom"]) {
      const file = join(installed, module, "0.1.0", `${module}-0.1.0${kind}`);
      assert.ok(existsSync(file), `${file} is missing`);
    }
  }
  assert.ok(existsSync(join(installed, "deskwire-bom", "0.1.0", "deskwire-bom-0.1.0.pom")));

  const chat = join(folder, "chat");
  cpSync(join(root, "examples", "chat"), chat, { recursive: true, filter: (path) => !path.endsWith("target") });
  run("mvn", ["-B", "-q", ...options, "compile"], chat);
  assert.ok(existsSync(join(chat, "target", "classes", "dev", "deskwire", "examples", "chat", "Chat.class")));

  const standby = join(folder, "standby");
  cpSync(join(root, "examples", "extension"), standby, { recursive: true, filter: (path) => !path.endsWith("target") });
  run("mvn", ["-B", "-q", ...options, "package"], standby);
  run(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "jar") : "jar", ["--extract", "--file", "target/standby.jar", "META-INF"], standby);
  assert.match(readFileSync(join(standby, "META-INF", "MANIFEST.MF"), "utf8"), /^Deskwire-Api: 1\r?$/m);
  assert.ok(existsSync(join(standby, "META-INF", "services", "dev.deskwire.extension.Extension")));
});
