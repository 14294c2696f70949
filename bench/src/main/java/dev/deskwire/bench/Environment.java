package dev.deskwire.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where a measurement was made, and of what.
final class Environment {
  private Environment() {}

  static String machine() throws IOException {
    var cpu =
        Files.readString(Path.of("/proc/cpuinfo"))
            .lines()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse(System.getProperty("os.arch"));
    var memory = Files.readString(Path.of("/proc/meminfo")).lines().findFirst().orElse("0");
    return "%d cores of %s, %d GB of memory, Linux %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu,
            Long.parseLong(memory.replaceAll("[^0-9]", "")) / 1_000_000,
            System.getProperty("os.version"));
  }

  static String commit() throws IOException {
    var commit = output("git", "rev-parse", "--short=10", "HEAD");
    return output("git", "status", "--porcelain", "--untracked-files=no").isEmpty()
        ? commit
        : commit + "+";
  }

  static Map<String, String> versions() throws IOException {
    var versions = new LinkedHashMap<String, String>();
    versions.put("JVM", System.getProperty("java.vm.version"));
    for (var library : List.of("vertx-core", "netty-transport", "netty-socketio")) {
      versions.put(library, onClassPath(library));
    }
    versions.put("Node.js", output("node", "--version"));
    var lock =
        new JsonMapper()
            .readTree(Path.of(home(), "node", "package-lock.json").toFile())
            .path("packages");
    for (var name : new String[] {"socket.io", "ws"}) {
      versions.put("npm " + name, lock.path("node_modules/" + name).path("version").asText());
    }
    return versions;
  }

  private static String onClassPath(String library) {
    var version =
        Pattern.compile("/" + library + "-([0-9][^/]*)\\.jar")
            .matcher(System.getProperty("java.class.path"));
    return version.find() ? version.group(1) : "unknown";
  }

  static String home() {
    return System.getProperty("bench.home");
  }

  private static String output(String... command) throws IOException {
    var process = new ProcessBuilder(command).directory(Path.of(home()).toFile()).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
