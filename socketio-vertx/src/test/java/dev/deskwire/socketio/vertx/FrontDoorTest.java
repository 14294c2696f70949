package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.vertx.fixture.FrontDoorFixture;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// How connections are opened, compressed, served and administered: the same scripts against the
/// reference server and this one.
class FrontDoorTest {
  @TestFactory
  Stream<DynamicTest> bothServersOpenAlike() throws IOException {
    return compare("opening.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersCompressAlike() throws IOException {
    return compare("deflate.mjs");
  }

  @TestFactory
  Stream<DynamicTest> bothServersTellAdministratorsTheSame() throws IOException {
    return compare("admin.mjs");
  }

  private static Stream<DynamicTest> compare(String script) throws IOException {
    var reference = NodeProject.start("front-door-reference.mjs");
    try (var ours = FrontDoorFixture.start(0);
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
