#!/bin/sh
# Builds the two modules and starts the chat: ./run.sh [port] [path of socket.io.min.js]
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
node=$root/socketio-vertx/src/test/node
client=${2:-$node/node_modules/socket.io-client/dist/socket.io.min.js}
if [ $# -lt 2 ] && [ ! -f "$client" ]; then
  (cd "$node" && npm ci)
fi
mkdir -p target/classes
(cd "$root" && mvn -q -pl socketio,socketio-vertx -Dmaven.test.skip=true package dependency:build-classpath \
  -DincludeScope=runtime -Dmdep.outputFile="$PWD/examples/chat/target/classpath-\${project.artifactId}")
classpath=target/classes:$root/socketio/target/classes:$root/socketio-vertx/target/classes
classpath=$classpath:$(cat target/classpath-socketio-vertx)
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
"${bin}javac" --release 21 -proc:none -d target/classes -cp "$classpath" Chat.java
exec "${bin}java" -cp "$classpath" dev.deskwire.examples.chat.Chat "${1:-3000}" "$client"
