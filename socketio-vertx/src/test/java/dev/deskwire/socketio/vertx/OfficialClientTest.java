package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.vertx.fixture.HttpHost;
import dev.deskwire.socketio.vertx.fixture.WireFixture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The official clients, `socket.io-client` and `engine.io-client`, on each way to connect.
class OfficialClientTest {
  @SuppressWarnings("NullAway.Init")
  private static HttpHost host;

  @BeforeAll
  static void start() {
    host = WireFixture.start(0);
  }

  @AfterAll
  static void stop() {
    host.close();
  }

  @TestFactory
  Stream<DynamicTest> clientsAreServedOverWebSocket() {
    return scenarios("websocket");
  }

  @TestFactory
  Stream<DynamicTest> clientsAreServedOverPolling() {
    return scenarios("polling");
  }

  @TestFactory
  Stream<DynamicTest> clientsAreServedThroughTheUpgrade() {
    return scenarios("upgrade");
  }

  private static Stream<DynamicTest> scenarios(String mode) {
    return NodeProject.scenarios("clients.mjs", "http://localhost:" + host.port(), mode);
  }
}
