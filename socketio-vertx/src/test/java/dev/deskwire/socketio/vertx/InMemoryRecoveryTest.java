package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.InMemoryRecoveryStore;
import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.RecoverableEvent;
import dev.deskwire.socketio.Recovery;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.RecoveryStore;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client that was away gets from this node's memory, and what it does not.
class InMemoryRecoveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int QUEUE = 10_000;

  /// This node's memory, which takes its time over two events: one before and one after it has
  /// appended it.
  private static final class Store implements RecoveryStore {
    private final RecoveryStore memory = new InMemoryRecoveryStore(Duration.ofMinutes(2));
    private final CompletableFuture<Void> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();

    @Override
    public void persist(RecoverySession session) {
      memory.persist(session);
    }

    @Override
    public Optional<RecoverySession> take(String pid) {
      return memory.take(pid);
    }

    @Override
    public Optional<String> append(RecoverableEvent event) {
      if (event.name().equals("late")) {
        awaitReader();
      }
      var offset = memory.append(event);
      if (event.name().equals("early")) {
        awaitReader();
      }
      return offset;
    }

    @Override
    public Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
      var missed = memory.missed(session, offset);
      read.complete(null);
      return missed;
    }

    private void awaitReader() {
      asked.complete(null);
      read.orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  private final Store store = new Store();
  private final CompletableFuture<Socket> gone = new CompletableFuture<>();
  private final SocketIoServer server =
      SocketIoServer.builder()
          .recovery(Recovery.from((namespace, away) -> store))
          .maxQueuedBytes(QUEUE)
          .build();
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
    return leave(() -> {});
  }

  /// The same, with something done just before.
  private String leave(Runnable last) {
    String claim;
    try (var client = TestClient.open(host.port())) {
      client.send("40{\"user\":\"anna\"}");
      var pid = json(client.next(), "40").path("pid").asText();
      assertThat(client.next()).isEqualTo("42[\"ready\",null]");
      main.emit("seen");
      var offset = json(client.next(), "42").path(1).asText();
      claim = "{\"user\":\"anna\",\"pid\":\"%s\",\"offset\":\"%s\"}".formatted(pid, offset);
      last.run();
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

  @Test
  void whatAnObserverSendsToASocketThatLosesItsConnectionAwaitsTheClient() {
    server.observe(
        new ServerObserver() {
          @Override
          public void disconnected(Socket socket, CloseReason reason) {
            socket.emit("farewell");
          }
        });
    var claim = leave();
    try (var client = TestClient.open(host.port())) {
      client.send("40" + claim);
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).startsWith("42[\"farewell\",");
      assertThat(main.sockets()).singleElement().matches(Socket::recovered);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"late", "early"})
  void anEventWhoseSenderIsOvertakenByTheEndAndTheReturnOfItsClientReachesItOnce(String event) {
    var claim =
        leave(() -> {
          var socket = main.sockets().getFirst();
          Thread.ofVirtual().start(() -> socket.emit(event));
          store.asked.orTimeout(10, TimeUnit.SECONDS).join();
        });
    try (var client = TestClient.open(host.port())) {
      client.send("40" + claim);
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).startsWith("42[\"%s\",".formatted(event));
      assertThat(client.next()).isEqualTo("42[\"ready\",null]");
      main.emit("end");
      assertThat(client.next()).startsWith("42[\"end\",");
    }
  }

  private static boolean isAnna(Socket socket) {
    return "anna".equals(socket.data().get("user"));
  }
}
