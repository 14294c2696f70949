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

/** Fails at its start. */
const FAILING = `
  public void initialize(ExtensionContext desk) { throw new IllegalStateException("no coffee"); }`;

/** Keeps what it hears for its statistics; one of its listeners fails at everything. */
const WATCHING = `
  private final List<Object> created = new CopyOnWriteArrayList<>();
  private final List<String> gone = new CopyOnWriteArrayList<>();
  public void initialize(ExtensionContext desk) {
    desk.on("watching:hello", Void.class, (client, nothing) -> Result.done());
    desk.onDisconnect(client -> gone.add(client.person().id()));
    desk.onEvent("ticket:created", Map.class, event -> { throw new IllegalStateException("no tea"); });
    desk.onEvent("ticket:created", Map.class, event -> created.add(event));
  }
  public Object stats() { return Map.of("created", created, "gone", gone); }`;

function small(folder: string, name: string, members: string): void {
  const made = mkdtempSync(join(tmpdir(), `deskwire-${name}-`));
  const source = join(made, "Made.java");
  writeFileSync(
    source,
    `import dev.deskwire.extension.*;
    import java.util.*;
    import java.util.concurrent.*;
    public class Made implements Extension {
      public String name() { return "${name}"; }
      ${members}
    }`,
  );
  const resources = join(made, "resources");
  mkdirSync(join(resources, dirname(SERVICE)), { recursive: true });
  writeFileSync(join(resources, SERVICE), "Made\n");
  jar(join(folder, `${name}.jar`), [source], resources);
}

/** A folder with the example, an extension that fails at its start, one that watches, and a file that is no jar. */
export function folderOfExtensions(): string {
  const folder = mkdtempSync(join(tmpdir(), "deskwire-extensions-"));
  writeFileSync(join(folder, "a-letter.jar"), "Dear desk,\n");
  small(folder, "failing", FAILING);
  small(folder, "watching", WATCHING);

  const sources = join(EXAMPLE, "java/dev/deskwire/examples/standby");
  jar(join(folder, "standby.jar"), readdirSync(sources).map((name) => join(sources, name)), join(EXAMPLE, "resources"));
  return folder;
}
