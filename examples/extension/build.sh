#!/bin/sh
# Builds the extension, with the API from the sources: target/standby.jar
set -eu
cd "$(dirname "$0")/../.."
mvn -B -q -P examples -pl examples/extension -am -Dmaven.test.skip=true package
