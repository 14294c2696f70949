// Builds the page into the server's resources. Maven calls it; `node server/web-build.mjs` serves too.
//
// It does nothing when neither the page's sources nor the settings compiled into it have changed since
// the last build, and installs packages only when the lock file is newer than what is installed.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const server = dirname(fileURLToPath(import.meta.url));
const web = join(server, "..", "web");
const out = join(server, "target", "classes", "META-INF", "resources");
const stamp = join(server, "target", "web.sha256");

/** Folders of `web/` that the page is not made of. */
const NOT_SOURCES = new Set(["node_modules", "dist", "test-results", "coverage"]);

/** Variables that Vite compiles into the page. */
const COMPILED_IN = /^(VITE_|NEXT_PUBLIC_SOCKET_URL$)/;

const fingerprint = digest();
if (upToDate()) {
  process.stdout.write("The page is up to date\n");
} else {
  install();
  process.stdout.write("Building the page\n");
  run(process.execPath, [join("node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"], {
    WEB_OUT: out,
  });
  writeFileSync(stamp, fingerprint);
}

function upToDate() {
  return (
    existsSync(join(out, "index.html")) &&
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === fingerprint
  );
}

function install() {
  const installed = join(web, "node_modules", ".package-lock.json");
  const lock = join(web, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) {
    return;
  }
  process.stdout.write("Installing the page's packages\n");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
}

function run(program, args, env = {}) {
  execFileSync(program, args, {
    cwd: web,
    env: { ...process.env, ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

function digest() {
  const hash = createHash("sha256");
  for (const file of sources(web)) {
    hash.update(`${relative(web, file)}\n`).update(readFileSync(file)).update("\n");
  }
  for (const name of Object.keys(process.env).filter((name) => COMPILED_IN.test(name)).sort()) {
    hash.update(`${name}=${process.env[name]}\n`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  return hash.digest("hex");
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_SOURCES.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? sources(path) : [path];
    });
}
