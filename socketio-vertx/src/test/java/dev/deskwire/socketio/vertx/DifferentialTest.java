package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.vertx.fixture.WireFixture;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The same scripts against the reference server and this one: their transcripts must be equal.
class DifferentialTest {
  @TestFactory
  Stream<DynamicTest> bothServersAnswerAlike() throws IOException {
    return compare("differential.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersRecoverAlike() throws IOException {
    return compare("recovery.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersKnowTheirNamespacesAndRoomsAlike() throws IOException {
    return compare("namespaces.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersAnswerInHttpAlike() throws IOException {
    return compare("http.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersPackAlike() throws IOException {
    return compare("packed.mjs");
  }

  private static Stream<DynamicTest> compare(String script) throws IOException {
    var reference = NodeProject.start("reference.mjs");
    try (var ours = WireFixture.start(0);
        var output = NodeProject.reader(reference)) {
      var theirs = output.readLine();
      List<DynamicTest> tests =
          NodeProject.scenarios(
                  script, "http://localhost:" + ours.port(), "http://localhost:" + theirs)
              .toList();
      return tests.stream();
    } finally {
      reference.destroy();
    }
  }
}
