package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.vertx.fixture.EngineFixture;
import dev.deskwire.socketio.vertx.fixture.SocketIoFixture;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The checks of the protocols' public conformance suites.
class ProtocolTest {
  @TestFactory
  Stream<DynamicTest> theServersKeepTheProtocols() {
    try (var engine = EngineFixture.start(0);
        var server = SocketIoFixture.start(0)) {
      List<DynamicTest> tests =
          NodeProject.scenarios(
                  "protocol.mjs",
                  "http://localhost:" + engine.port(),
                  "http://localhost:" + server.port())
              .toList();
      return tests.stream();
    }
  }
}
