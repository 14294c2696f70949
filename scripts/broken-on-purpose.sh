#!/usr/bin/env bash
# Breaks rules of the Socket.IO server on purpose and writes docs/engine/broken-on-purpose.md.
# Needs JAVA_HOME of a JDK 25, Maven and Node.js.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mvn --batch-mode -q -pl socketio-vertx -am test-compile \
  dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath </dev/null
result=$(mktemp)
trap 'rm -f "$result"' EXIT
node scripts/broken-on-purpose.mjs >"$result" || { cat "$result"; exit 1; }
cp "$result" docs/engine/broken-on-purpose.md
