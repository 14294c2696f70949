// Reads rules.txt: each line is a rule of the Socket.IO server, one replacement that breaks it, and the
// scenario that must notice.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folders = {
  core: join(here, "../../socketio/src/main/java/dev/deskwire/socketio"),
  vertx: join(here, "../../socketio-vertx/src/main/java/dev/deskwire/socketio/vertx"),
};

export const rules = readFileSync(join(here, "rules.txt"), "utf8")
  .split("\n")
  .filter((line) => line && !line.startsWith("#"))
  .map((line) => {
    const [rule, script, scenario, file, text, becomes] = line
      .split(/(?<!\\)\|/)
      .map((part) => part.trim().replaceAll("\\n", "\n").replaceAll("\\|", "|"));
    const [place, name] = file.startsWith("vertx:") ? ["vertx", file.slice(6)] : ["core", file];
    return { rule, script, scenario, file: name, path: join(folders[place], name), text, becomes };
  });

/** The source of a rule's file with the rule broken. */
export function broken({ file, path, text, becomes }) {
  const source = readFileSync(path, "utf8");
  if (!source.includes(text)) throw new Error(`${file} has no ${text}`);
  return source.replace(text, () => becomes);
}
