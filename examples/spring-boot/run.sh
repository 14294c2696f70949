#!/bin/sh
# Builds and starts the application: ./run.sh [port of Spring MVC] [port of Socket.IO]
# MAVEN_ARGS goes to Maven, as in MAVEN_ARGS="-Dmaven.repo.local=/tmp/repository". Needs ./desk install once.
set -eu
cd "$(dirname "$0")"
# shellcheck disable=SC2086
mvn -B -q ${MAVEN_ARGS:-} compile dependency:build-classpath -Dmdep.outputFile=target/classpath
bin=${JAVA_HOME:+$JAVA_HOME/bin/}
exec "${bin}java" -cp "target/classes:$(cat target/classpath)" dev.deskwire.examples.spring.News \
  "--server.port=${1:-8080}" "--socketio.port=${2:-3001}"
