#!/bin/sh
# Builds the server and the application and starts it: ./run.sh [port of Spring MVC] [port of Socket.IO]
set -eu
cd "$(dirname "$0")"
(cd ../.. && mvn -B -q -P examples -pl examples/spring-boot -am -Dmaven.test.skip=true package)
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
exec "${bin}java" -cp "target/classes:$(cat target/classpath)" dev.deskwire.examples.spring.News \
  "--server.port=${1:-8080}" "--socketio.port=${2:-3001}"
