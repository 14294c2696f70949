package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.RemoteSocket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two servers that an adapter joins: what one does reaches the sockets of the other.
class AdapterTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final JoinedAdapters adapters = new JoinedAdapters();
  private final SocketIoServer oneServer = SocketIoServer.builder().adapter(adapters).build();
  private final SocketIoServer otherServer = SocketIoServer.builder().adapter(adapters).build();
  private final Namespace one = oneServer.of("/");
  private final Namespace other = otherServer.of("/");
  private final HttpHost oneHost = HttpHost.start(0, r -> SocketIoVertx.mount(r, oneServer));
  private final HttpHost otherHost = HttpHost.start(0, r -> SocketIoVertx.mount(r, otherServer));
  private final BlockingQueue<String> gone = new LinkedBlockingQueue<>();

  AdapterTest() {
    for (var namespace : List.of(one, other)) {
      namespace.onConnection(socket -> {
        socket.join(socket.handshake().auth().path("room").asText("none"));
        socket.data().put("name", socket.handshake().auth().path("name").asText());
        socket.onDisconnect(reason -> gone.add(reason.text()));
        socket.emit("ready");
      });
    }
  }

  @AfterEach
  void stop() {
    List.of(oneServer, otherServer).forEach(SocketIoServer::close);
    List.of(oneHost, otherHost).forEach(HttpHost::close);
  }

  private static TestClient join(HttpHost host, String name, String room) {
    var client = TestClient.open(host.port());
    client.send("40{\"name\":\"%s\",\"room\":\"%s\"}".formatted(name, room));
    assertThat(client.next()).startsWith("40{");
    assertThat(client.next()).isEqualTo("42[\"ready\"]");
    return client;
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Test
  void aBroadcastReachesTheRoomOnBothServersAndNobodyElse() {
    try (var near = join(oneHost, "near", "a");
        var far = join(otherHost, "far", "a");
        var stranger = join(otherHost, "stranger", "b")) {
      one.to("a").emit("news", 1);
      one.emit("end");
      assertThat(near.next()).isEqualTo("42[\"news\",1]");
      assertThat(far.next()).isEqualTo("42[\"news\",1]");
      assertThat(stranger.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void aLocalBroadcastStaysOnItsServer() {
    try (var near = join(oneHost, "near", "a");
        var far = join(otherHost, "far", "a")) {
      one.to("a").local().emit("news");
      one.emit("end");
      assertThat(near.next()).isEqualTo("42[\"news\"]");
      assertThat(far.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void acknowledgementsOfBothServersAreCollected() {
    try (var near = join(oneHost, "near", "a");
        var far = join(otherHost, "far", "a")) {
      var answers = one.to("a").emitWithAck(PATIENCE, "question");
      near.send("43" + idOf(near.next()) + "[\"near\"]");
      far.send("43" + idOf(far.next()) + "[\"far\"]");
      var collected = now(answers);
      assertThat(collected.complete()).isTrue();
      assertThat(collected.received().stream().map(Args::first).map(JsonNode::asText))
          .containsExactlyInAnyOrder("near", "far");
    }
  }

  @Test
  void theAnswersInTimeAreKeptWhenASocketOfTheOtherServerIsSilent() {
    try (var near = join(oneHost, "near", "a");
        var far = join(otherHost, "far", "a")) {
      var answers = one.to("a").emitWithAck(Duration.ofSeconds(1), "question");
      near.send("43" + idOf(near.next()) + "[\"near\"]");
      assertThat(far.next()).startsWith("42");
      var collected = now(answers);
      assertThat(collected.complete()).isFalse();
      assertThat(collected.received().stream().map(Args::first).map(JsonNode::asText))
          .containsExactly("near");
    }
  }

  @Test
  void socketsOfBothServersAreFetchedWithTheirRoomsAndData() {
    try (var near = join(oneHost, "near", "a");
        var far = join(otherHost, "far", "a");
        var stranger = join(otherHost, "stranger", "b")) {
      var found = now(one.in("a").fetchSockets());
      assertThat(found.stream().map(socket -> socket.data().path("name").asText()))
          .containsExactlyInAnyOrder("near", "far");
      assertThat(found).allMatch(socket -> socket.rooms().contains("a"));
      assertThat(now(one.in("a").local().fetchSockets())).hasSize(1);
      named(found, "far").emit("for you");
      assertThat(far.next()).isEqualTo("42[\"for you\"]");
      one.emit("end");
      assertThat(near.next()).isEqualTo("42[\"end\"]");
      assertThat(stranger.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void socketsOfTheOtherServerJoinAndLeaveRooms() {
    try (var far = join(otherHost, "far", "a");
        var stranger = join(otherHost, "stranger", "b")) {
      one.in("a").socketsJoin("c");
      one.to("c").emit("joined");
      one.in("c").socketsLeave("c");
      one.to("c").emit("too late");
      one.emit("end");
      assertThat(far.next()).isEqualTo("42[\"joined\"]");
      assertThat(far.next()).isEqualTo("42[\"end\"]");
      assertThat(stranger.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void socketsOfTheOtherServerAreDisconnected() throws InterruptedException {
    try (var far = join(otherHost, "far", "a");
        var closed = join(otherHost, "closed", "b");
        var stranger = join(otherHost, "stranger", "c")) {
      one.in("a").disconnectSockets(false);
      assertThat(far.next()).isEqualTo("41");
      one.in("b").disconnectSockets(true);
      assertThat(closed.closed()).startsWith("1005");
      for (int i = 0; i < 2; i++) {
        assertThat(gone.poll(10, TimeUnit.SECONDS)).isEqualTo("server namespace disconnect");
      }
      one.emit("end");
      assertThat(stranger.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void aServersEventReachesTheOtherServersOnly() throws InterruptedException {
    var heard = new LinkedBlockingQueue<String>();
    one.onServerEvent("reload", (args, ack) -> heard.add("one"));
    other.onServerEvent("reload", (args, ack) -> heard.add("other " + args.first()));
    one.serverSideEmit("reload", 7);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("other 7");
    other.serverSideEmit("reload", 8);
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("one");
    assertThat(heard).isEmpty();
  }

  @Test
  void aServersQuestionIsAnsweredByTheOthersOrFailsInTime() {
    other.onServerEvent("ask", (args, ack) -> ack.send("yes", args.first()));
    var answers = now(one.serverSideEmitWithAck(PATIENCE, "ask", 7));
    assertThat(answers).hasSize(1);
    assertThat(answers.getFirst().get(1).asInt()).isEqualTo(7);
    var silent = one.serverSideEmitWithAck(Duration.ofMillis(50), "nobody hears this");
    assertThatThrownBy(() -> now(silent)).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void onlyTheFirstAnswerOfAServerCounts() {
    other.onServerEvent(
        "ask",
        (args, ack) -> {
          ack.send("first");
          ack.send("second");
        });
    assertThat(now(one.serverSideEmitWithAck(PATIENCE, "ask")))
        .singleElement()
        .satisfies(answer -> assertThat(answer.first().asText()).isEqualTo("first"));
  }

  @Test
  void aClosedServerIsAskedNoMore() {
    otherServer.close();
    assertThat(now(one.serverSideEmitWithAck(PATIENCE, "ask"))).isEmpty();
    assertThat(now(one.everybody().fetchSockets())).isEmpty();
    assertThat(now(one.everybody().emitWithAck(PATIENCE, "question")).complete()).isTrue();
  }

  private static RemoteSocket named(List<RemoteSocket> sockets, String name) {
    return sockets.stream()
        .filter(socket -> socket.data().path("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String idOf(String question) {
    return question.substring(2, question.indexOf('['));
  }
}
