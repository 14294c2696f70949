import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { JAR } from "./desk.ts";

const EXAMPLE = join(dirname(fileURLToPath(import.meta.url)), "../../examples/extension/src/main");
const SERVICE = "META-INF/services/dev.deskwire.extension.Extension";

function tool(name: string, ...args: string[]): void {
  execFileSync(process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", name) : name, args, { stdio: "pipe" });
}

/** The API as the packaged desk has it. */
function api(): string {
  const library = join(dirname(JAR), "lib/main");
  const file = readdirSync(library).find((name) => name.includes("extension-api"));
  if (!file) throw new Error(`There is no extension-api in ${library}`);
  return join(library, file);
}

function jar(file: string, sources: string[], resources: string): void {
  const classes = mkdtempSync(join(tmpdir(), "deskwire-extension-"));
  tool("javac", "--release", "25", "-parameters", "-cp", api(), "-d", classes, ...sources);
  cpSync(resources, classes, { recursive: true });
  const manifest = join(classes, "manifest");
  writeFileSync(manifest, "Deskwire-Api: 1\nImplementation-Version: 0.1.0\n");
  tool("jar", "--create", "--file", file, "--manifest", manifest, "-C", classes, ".");
}

/** A folder with the example, an extension that fails at its start, and a file that is no jar. */
export function folderOfExtensions(): string {
  const folder = mkdtempSync(join(tmpdir(), "deskwire-extensions-"));
  writeFileSync(join(folder, "a-letter.jar"), "Dear desk,\n");

  const failing = mkdtempSync(join(tmpdir(), "deskwire-failing-"));
  const source = join(failing, "Failing.java");
  writeFileSync(
    source,
    `import dev.deskwire.extension.*;
    public class Failing implements Extension {
      public String name() { return "failing"; }
      public void initialize(ExtensionContext desk) { throw new IllegalStateException("no coffee"); }
    }`,
  );
  const resources = join(failing, "resources");
  mkdirSync(join(resources, dirname(SERVICE)), { recursive: true });
  writeFileSync(join(resources, SERVICE), "Failing\n");
  jar(join(folder, "failing.jar"), [source], resources);

  const sources = join(EXAMPLE, "java/dev/deskwire/examples/standby");
  jar(join(folder, "standby.jar"), readdirSync(sources).map((name) => join(sources, name)), join(EXAMPLE, "resources"));
  return folder;
}
