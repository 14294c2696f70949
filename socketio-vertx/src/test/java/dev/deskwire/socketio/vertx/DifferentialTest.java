package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.vertx.fixture.HttpHost;
import dev.deskwire.socketio.vertx.fixture.WireFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The same scripts against the reference server and this one: their transcripts must be equal.
class DifferentialTest {
  /// What each script is about.
  private static final Map<String, String> SCRIPTS =
      Map.of(
          "differential.mjs", "both servers answer alike",
          "transport.mjs", "both servers bear odd uses of a transport alike",
          "http.mjs", "both servers answer in HTTP alike",
          "namespaces.mjs", "both servers know their namespaces alike",
          "rooms.mjs", "both servers know their rooms and middlewares alike",
          "packed.mjs", "both servers pack alike",
          "recovery.mjs", "both servers recover alike",
          "official.mjs", "both servers serve the official client alike");

  private static final Pattern QUOTED = Pattern.compile("\\*\\*(\\d+) scenarios\\*\\*");

  private static final Map<String, Integer> COUNTS = new ConcurrentHashMap<>();

  @SuppressWarnings("NullAway.Init")
  private static HttpHost ours;

  @SuppressWarnings("NullAway.Init")
  private static Process reference;

  @SuppressWarnings("NullAway.Init")
  private static String theirPort;

  @BeforeAll
  static void start() throws IOException {
    ours = WireFixture.start(0);
    reference = NodeProject.start("reference.mjs");
    BufferedReader output = NodeProject.reader(reference);
    theirPort = output.readLine();
  }

  @AfterAll
  static void stop() {
    reference.destroy();
    ours.close();
  }

  @TestFactory
  Stream<DynamicNode> bothServersBehaveAlike() {
    var scripts =
        SCRIPTS.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(script ->
                DynamicContainer.dynamicContainer(script.getValue(), compare(script.getKey())));
    return Stream.<DynamicNode>concat(
        scripts, Stream.of(DynamicTest.dynamicTest("the manual counts them", this::count)));
  }

  /// The manual says how many scenarios there are at least; none may get lost unnoticed.
  private void count() throws IOException {
    int scenarios = COUNTS.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(scenarios + " scenarios against the reference");
    var quoted = QUOTED.matcher(Files.readString(Path.of("../docs/engine/proof.md")));
    assertThat(quoted.find()).isTrue();
    assertThat(scenarios).isGreaterThanOrEqualTo(Integer.parseInt(quoted.group(1)));
  }

  private static Stream<DynamicTest> compare(String script) {
    var tests =
        NodeProject.scenarios(
                script, "http://localhost:" + ours.port(), "http://localhost:" + theirPort)
            .toList();
    COUNTS.put(script, tests.size());
    return tests.stream();
  }
}
