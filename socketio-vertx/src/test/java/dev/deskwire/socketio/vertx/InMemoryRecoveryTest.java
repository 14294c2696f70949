package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Recovery;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a client that was away gets from this node's memory, and what it does not.
class InMemoryRecoveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int QUEUE = 10_000;

  private final CompletableFuture<Socket> gone = new CompletableFuture<>();
  private final SocketIoServer server =
      SocketIoServer.builder().recovery(Recovery.inMemory()).maxQueuedBytes(QUEUE).build();
  private final Namespace main = server.of("/");
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  InMemoryRecoveryTest() {
    main.use(socket -> {
      socket.data().put("user", socket.handshake().auth().path("user").asText());
      return Admission.admit();
    });
    main.onConnection(socket -> {
      socket.onDisconnect(reason -> gone.complete(socket));
      socket.emitEphemeral("ready");
    });
  }

  @AfterEach
  void stop() {
    server.close();
    host.close();
  }

  /// Anna's credentials after she has seen an event and lost her connection.
  private String leave() {
    String claim;
    try (var client = TestClient.open(host.port())) {
      client.send("40{\"user\":\"anna\"}");
      var pid = json(client.next(), "40").path("pid").asText();
      assertThat(client.next()).isEqualTo("42[\"ready\",null]");
      main.emit("seen");
      var offset = json(client.next(), "42").path(1).asText();
      claim = "{\"user\":\"anna\",\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset);
    }
    gone.orTimeout(10, TimeUnit.SECONDS).join();
    return claim;
  }

  private static JsonNode json(String message, String prefix) {
    assertThat(message).startsWith(prefix);
    try {
      return JSON.readTree(message.substring(prefix.length()));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  @Test
  void anEventThatAClientMayNotReceiveIsNotReplayedToIt() {
    var claim = leave();
    main.everybody().where(socket -> !isAnna(socket)).emit("secret");
    main.everybody().where(InMemoryRecoveryTest::isAnna).emit("hers");
    try (var client = TestClient.open(host.port())) {
      client.send("40" + claim);
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).startsWith("42[\"hers\",");
    }
  }

  @Test
  void aVolatileEventForAClientThatIsAwayIsLostAndAnotherIsKept() {
    var claim = leave();
    var socket = gone.join();
    socket.emitVolatile("lost");
    socket.emit("kept");
    try (var client = TestClient.open(host.port())) {
      client.send("40" + claim);
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).startsWith("42[\"kept\",");
      assertThat(main.sockets()).singleElement().matches(Socket::recovered);
    }
  }

  @Test
  void aClientThatMissedMoreThanItsConnectionMayQueueBeginsAnew() {
    var claim = leave();
    for (int i = 0; i < 10; i++) {
      main.emit("large", "x".repeat(QUEUE / 5));
    }
    try (var client = TestClient.open(host.port())) {
      client.send("40" + claim);
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).isEqualTo("42[\"ready\",null]");
      main.emit("next");
      assertThat(client.next()).startsWith("42[\"next\",");
      assertThat(main.sockets()).singleElement().matches(socket -> !socket.recovered());
    }
  }

  private static boolean isAnna(Socket socket) {
    return "anna".equals(socket.data().get("user"));
  }
}
