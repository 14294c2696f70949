package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.RecoverableEvent;
import dev.deskwire.socketio.Recovery;
import dev.deskwire.socketio.RecoveryGuard;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.RecoveryStore;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What recovery promises beyond the reference: who may claim a session, and that nothing is lost
/// or doubled with a store of the application's own.
class RecoveryTest {
  /// An application's log: its positions are the offsets.
  private static final class Log implements RecoveryStore {
    private final Map<String, RecoverySession> sessions = new ConcurrentHashMap<>();
    private final List<String> entries = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch readable = new CountDownLatch(0);
    private final CountDownLatch reading = new CountDownLatch(1);

    @Override
    public void persist(RecoverySession session) {
      sessions.put(session.pid(), session);
    }

    @Override
    public Optional<RecoverySession> take(String pid) {
      return Optional.ofNullable(sessions.remove(pid));
    }

    @Override
    public Optional<String> append(RecoverableEvent event) {
      return Optional.empty();
    }

    @Override
    public Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
      reading.countDown();
      try {
        readable.await();
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
      int from = Integer.parseInt(offset) + 1;
      if (from > entries.size() || !session.rooms().contains("news")) {
        return Optional.empty();
      }
      var missed = new ArrayList<MissedEvent>();
      for (int i = from; i < entries.size(); i++) {
        missed.add(MissedEvent.of(String.valueOf(i), "news", entries.get(i)));
      }
      return Optional.of(missed);
    }
  }

  private static final RecoveryGuard BY_USER =
      new RecoveryGuard() {
        @Override
        public @Nullable String user(Socket socket) {
          return (String) socket.data().get("user");
        }

        @Override
        public boolean mayEnter(Socket socket, String room) {
          return !room.equals("closed meanwhile");
        }
      };

  private final Log log = new Log();
  private final SocketIoServer server =
      SocketIoServer.builder()
          .recovery(Recovery.from((namespace, away) -> log).guardedBy(BY_USER))
          .build();
  private final Namespace main = server.of("/");
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  RecoveryTest() {
    main.use(socket -> {
      var user = socket.handshake().auth().path("user").asText("");
      if (user.equals("expired")) {
        return Admission.refuse("expired");
      }
      socket.data().put("user", user);
      return Admission.admit();
    });
    main.onConnection(socket -> {
      if (!socket.recovered()) {
        socket.join("news", "closed meanwhile");
        socket.data().put("draft", "unsent");
      }
      socket.emitEphemeral("state", socket.recovered(), socket.data().getOrDefault("draft", ""));
    });
  }

  @AfterEach
  void stop() {
    server.close();
    host.close();
  }

  @Test
  void aClientGetsTheApplicationsEventsAfterItsPositionAndThenLiveOnes() {
    var welcome = leaveAfter("one");
    publish("two");
    publish("three");
    try (var client = claim(welcome, "anna", "0")) {
      assertThat(json(client.next(), "40").path("sid")).isEqualTo(welcome.path("sid"));
      assertThat(client.next()).isEqualTo("42[\"news\",\"two\",\"1\"]");
      assertThat(client.next()).isEqualTo("42[\"news\",\"three\",\"2\"]");
      assertThat(client.next()).isEqualTo("42[\"state\",true,\"unsent\",null]");
      publish("four");
      assertThat(client.next()).isEqualTo("42[\"news\",\"four\",\"3\"]");
    }
  }

  @Test
  void whatIsEmittedWhileTheLogIsReadComesOnceAndInOrder() throws InterruptedException {
    var welcome = leaveAfter("one");
    publish("two");
    log.readable = new CountDownLatch(1);
    try (var client = claim(welcome, "anna", "0")) {
      log.reading.await();
      publish("three");
      log.readable.countDown();
      publish("four");
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).isEqualTo("42[\"news\",\"two\",\"1\"]");
      assertThat(client.next()).isEqualTo("42[\"news\",\"three\",\"2\"]");
      var last = List.of(client.next(), client.next());
      assertThat(last)
          .containsExactlyInAnyOrder(
              "42[\"news\",\"four\",\"3\"]", "42[\"state\",true,\"unsent\",null]");
    }
  }

  @Test
  void anotherUserWithTheSameSecretBeginsAnew() {
    var welcome = leaveAfter("one");
    publish("two");
    try (var client = claim(welcome, "berta", "0")) {
      var answer = json(client.next(), "40");
      assertThat(answer.path("sid")).isNotEqualTo(welcome.path("sid"));
      assertThat(answer.path("pid")).isNotEqualTo(welcome.path("pid"));
      assertThat(client.next()).isEqualTo("42[\"state\",false,\"unsent\",null]");
    }
  }

  @Test
  void aRefusedClientGetsNothingAndMayClaimAgainWithBetterCredentials() {
    var welcome = leaveAfter("one");
    publish("two");
    try (var client = claim(welcome, "expired", "0")) {
      assertThat(client.next()).isEqualTo("44{\"message\":\"expired\"}");
      client.send("40" + auth(welcome, "anna", "0"));
      assertThat(json(client.next(), "40").path("sid")).isEqualTo(welcome.path("sid"));
      assertThat(client.next()).isEqualTo("42[\"news\",\"two\",\"1\"]");
    }
  }

  @Test
  void aRoomThatIsNoLongerTheClientsIsNotRestored() {
    var welcome = leaveAfter("one");
    try (var client = claim(welcome, "anna", "0")) {
      assertThat(client.next()).startsWith("40{");
      assertThat(client.next()).isEqualTo("42[\"state\",true,\"unsent\",null]");
      var sid = welcome.path("sid").asText();
      assertThat(main.in(sid).sockets().getFirst().rooms()).containsExactlyInAnyOrder(sid, "news");
    }
  }

  @Test
  void aClientWhoseOffsetIsUnknownBeginsAnewWithNothingOfBefore() {
    var welcome = leaveAfter("one");
    try (var client = claim(welcome, "anna", "77")) {
      assertThat(json(client.next(), "40").path("sid")).isNotEqualTo(welcome.path("sid"));
      assertThat(client.next()).isEqualTo("42[\"state\",false,\"unsent\",null]");
    }
  }

  @Test
  void aSecretCountsOnce() {
    var welcome = leaveAfter("one");
    try (var first = claim(welcome, "anna", "0");
        var second = claim(welcome, "anna", "0")) {
      var ids =
          List.of(json(first.next(), "40").path("sid"), json(second.next(), "40").path("sid"));
      assertThat(ids).containsOnlyOnce(welcome.path("sid"));
    }
  }

  /// A client of Anna's sees one event and loses its connection.
  private JsonNode leaveAfter(String entry) {
    JsonNode welcome;
    try (var client = TestClient.open(host.port())) {
      client.send("40{\"user\":\"anna\"}");
      welcome = json(client.next(), "40");
      assertThat(client.next()).isEqualTo("42[\"state\",false,\"unsent\",null]");
      publish(entry);
      assertThat(client.next()).startsWith("42[\"news\"");
    }
    while (!log.sessions.containsKey(welcome.path("pid").asText())) {
      Thread.onSpinWait();
    }
    return welcome;
  }

  private synchronized void publish(String entry) {
    log.entries.add(entry);
    main.to("news").emitAt(String.valueOf(log.entries.size() - 1), "news", entry);
  }

  private TestClient claim(JsonNode welcome, String user, String offset) {
    var client = TestClient.open(host.port());
    client.send("40" + auth(welcome, user, offset));
    return client;
  }

  private static String auth(JsonNode welcome, String user, String offset) {
    return "{\"pid\":\"%s\",\"offset\":\"%s\",\"user\":\"%s\"}"
        .formatted(welcome.path("pid").asText(), offset, user);
  }

  private static JsonNode json(String message, String prefix) {
    assertThat(message).startsWith(prefix);
    try {
      return new ObjectMapper().readTree(message.substring(prefix.length()));
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
