package dev.deskwire.socketio.vertx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The npm project with the official clients and the reference server.
final class NodeProject {
  private static final Path FOLDER = Path.of("src/test/node").toAbsolutePath();
  private static final Path INSTALLED = FOLDER.resolve("node_modules/.package-lock.json");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private NodeProject() {}

  /// Runs a script whose lines tell of scenarios, and makes a test of each.
  static Stream<DynamicTest> scenarios(String... script) {
    var lines = run(script);
    if (lines.isEmpty()) {
      throw new IllegalStateException("the script told of no scenario");
    }
    return lines.stream().map(NodeProject::parse).map(NodeProject::test);
  }

  /// Starts a script that runs until it is destroyed.
  static Process start(String... script) {
    install();
    return process(script);
  }

  private static DynamicTest test(JsonNode scenario) {
    return DynamicTest.dynamicTest(
        scenario.path("name").asText(),
        () -> {
          if (!scenario.path("error").isNull()) {
            throw new AssertionError(scenario.path("error").asText());
          }
        });
  }

  private static List<String> run(String... script) {
    install();
    var process = process(script);
    try (var output = reader(process)) {
      var lines = new ArrayList<String>();
      output.lines().forEach(lines::add);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("the script failed:\n" + String.join("\n", lines));
      }
      return lines;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } finally {
      process.destroy();
    }
  }

  /// Installs the packages when the lock file is newer than what is there.
  private static synchronized void install() {
    try {
      if (Files.exists(INSTALLED) && !isStale()) {
        return;
      }
      int status =
          new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("npm ci failed in " + FOLDER);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static boolean isStale() throws IOException {
    var lock = Files.getLastModifiedTime(FOLDER.resolve("package-lock.json"));
    return Files.getLastModifiedTime(INSTALLED).compareTo(lock) < 0;
  }

  private static Process process(String... script) {
    var command = new ArrayList<String>();
    command.add("node");
    command.addAll(List.of(script));
    try {
      return new ProcessBuilder(command)
          .directory(FOLDER.toFile())
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException failure) {
      throw new UncheckedIOException("Node 20 is needed for the wire tests", failure);
    }
  }

  static BufferedReader reader(Process process) {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String line) {
    try {
      return MAPPER.readTree(line);
    } catch (IOException malformed) {
      throw new UncheckedIOException("not a scenario: " + line, malformed);
    }
  }
}
