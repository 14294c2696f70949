package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/// The npm project with the reference, its adapters and the official client.
final class NodeScripts {
  private static final Path FOLDER = Path.of("src/test/node").toAbsolutePath();
  private static final JsonMapper JSON = new JsonMapper();

  private NodeScripts() {}

  /// Starts a script.
  static Process start(String... script) {
    install();
    var command = new ArrayList<>(List.of("node"));
    command.addAll(List.of(script));
    return run(command, ProcessBuilder.Redirect.PIPE);
  }

  /// Runs a script whose lines tell of scenarios, and makes a test of each.
  static Stream<DynamicTest> scenarios(String... script) {
    var process = start(script);
    try (var output = process.inputReader()) {
      var lines = output.lines().toList();
      if (process.waitFor() != 0 || lines.isEmpty()) {
        throw new IllegalStateException("the script failed:\n" + String.join("\n", lines));
      }
      return lines.stream().map(NodeScripts::test);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    } finally {
      process.destroy();
    }
  }

  private static DynamicTest test(String line) {
    var scenario = parse(line);
    return DynamicTest.dynamicTest(
        scenario.path("name").asText(),
        () -> {
          if (!scenario.path("error").isNull()) {
            throw new AssertionError(scenario.path("error").asText());
          }
        });
  }

  private static synchronized void install() {
    var installed = FOLDER.resolve("node_modules/.package-lock.json");
    try {
      if (Files.exists(installed)
          && Files.getLastModifiedTime(installed)
                  .compareTo(Files.getLastModifiedTime(FOLDER.resolve("package-lock.json")))
              >= 0) {
        return;
      }
      var npm = List.of("npm", "ci", "--no-audit", "--no-fund");
      if (run(npm, ProcessBuilder.Redirect.DISCARD).waitFor() != 0) {
        throw new IllegalStateException("npm ci failed in " + FOLDER);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static Process run(List<String> command, ProcessBuilder.Redirect output) {
    try {
      return new ProcessBuilder(command)
          .directory(FOLDER.toFile())
          .redirectOutput(output)
          .redirectError(ProcessBuilder.Redirect.INHERIT)
          .start();
    } catch (IOException missing) {
      throw new UncheckedIOException("Node 20 is needed for the cluster tests", missing);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException malformed) {
      throw new UncheckedIOException("not a scenario: " + line, malformed);
    }
  }
}
