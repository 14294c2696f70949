package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.Ack;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Broadcast;
import dev.deskwire.socketio.EventHandler;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an application does with namespaces, sockets and choices of them.
class NamespaceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final SocketIoServer server =
      SocketIoServer.builder()
          .onError((where, failure) -> failures.add(where + ": " + failure.getMessage()))
          .build();
  private final Namespace main = server.of("/");
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  NamespaceTest() {
    main.onConnection(socket -> {
      socket.on(
          "enter",
          (args, ack) -> {
            socket.join(args.first().asText());
            ack.send();
          });
      socket.on("end", (args, ack) -> ack.send("end"));
    });
  }

  @AfterEach
  void stop() {
    server.close();
    host.close();
  }

  /// A client in a room.
  private TestClient in(String room) {
    var client = TestClient.connect(host.port());
    client.send("42900[\"enter\",\"%s\"]".formatted(room));
    assertThat(client.next()).isEqualTo("43900[]");
    return client;
  }

  /// That a client got nothing before this.
  private static void assertNothingElse(TestClient client) {
    client.send("42901[\"end\"]");
    assertThat(client.next()).isEqualTo("43901[\"end\"]");
  }

  private static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// On this node alone, and by way of the adapter.
  static Stream<UnaryOperator<Broadcast>> reaches() {
    return Stream.of(Broadcast::local, UnaryOperator.identity());
  }

  @Test
  void aNameIsTheSameWithAndWithoutItsSlash() {
    assertThat(server.of("custom")).isSameAs(server.of("/custom"));
    assertThat(server.namespaces()).containsExactlyInAnyOrder("/", "/custom");
  }

  @Test
  void aNamespaceOfAPatternGetsWhatItsParentHasAlsoWhenTheApplicationMakesIt() {
    server.of((name, auth) -> name.startsWith("/other"));
    var parent = server.of(Pattern.compile("^/room-\\d+$"));
    parent.onConnection(socket -> socket.emit("welcome", socket.namespace().name()));
    var room = server.of("/room-7");
    assertThat(parent.children()).containsExactly(room);
    assertThat(server.of("/room-x")).isNotIn(parent.children());
    try (var client = TestClient.open(host.port())) {
      client.send("40/room-7,");
      assertThat(client.next()).startsWith("40/room-7,{");
      assertThat(client.next()).isEqualTo("42/room-7,[\"welcome\",\"/room-7\"]");
      client.send("41/room-7,");
      client.send("40");
      assertThat(client.next()).startsWith("40{");
    }
    assertThat(server.find("/room-7")).as("stays unless told otherwise").isPresent();
  }

  @Test
  void aClientWhoseNamespaceCannotBeMadeIsRefusedAndNothingOfItStays() {
    var rooms = server.of((name, auth) -> name.startsWith("/room-"));
    server.onNewNamespace(namespace -> {
      if (namespace.name().equals("/room-13")) {
        throw new IllegalStateException("no such room");
      }
    });
    try (var client = TestClient.open(host.port())) {
      client.send("40/room-13,");
      assertThat(client.next()).isEqualTo("44/room-13,{\"message\":\"Invalid namespace\"}");
      assertThat(rooms.children()).isEmpty();
      assertThat(server.namespaces()).containsExactly("/");
      client.send("40/room-14,");
      assertThat(client.next()).startsWith("40/room-14,{");
    }
    assertThat(failures).containsExactly("making a namespace: no such room");
  }

  @Test
  void aHandlerThatWasRemovedHearsNothingAndTheOthersGoOn() {
    var heard = new LinkedBlockingQueue<String>();
    EventHandler removed = (args, ack) -> heard.add("removed");
    EventHandler only = (args, ack) -> heard.add("only");
    main.onConnection(socket -> {
      socket.on("event", removed);
      socket.on("event", (args, ack) -> heard.add("kept"));
      socket.on("lonely", only);
      socket.off("event", removed);
      socket.off("lonely", only);
      socket.off("lonely", only);
      socket.onUnhandled((event, args, ack) -> heard.add("unhandled " + event));
    });
    try (var client = TestClient.connect(host.port())) {
      client.send("42[\"event\"]");
      client.send("42[\"lonely\"]");
      assertNothingElse(client);
    }
    assertThat(heard).containsExactly("kept", "unhandled lonely");
  }

  @Test
  void whatAMiddlewareReadsOfAHandshakeIsNotKeptWithTheSocket() {
    var read = new CompletableFuture<WeakReference<Map<String, String>>>();
    main.use(socket -> {
      read.complete(new WeakReference<>(socket.handshake().headers()));
      return Admission.admit();
    });
    try (var client = TestClient.connect(host.port())) {
      var headers = now(read);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (headers.get() != null) {
        assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
        System.gc();
      }
      assertNothingElse(client);
      assertThat(main.sockets().getFirst().handshake().headers()).containsKey("host");
    }
  }

  @Test
  void onlyTheFirstAnswerCounts() {
    main.onConnection(socket ->
        socket.on(
            "ask",
            (args, ack) -> {
              ack.send("first");
              ack.send("second");
            }));
    try (var client = TestClient.connect(host.port())) {
      client.send("427[\"ask\"]");
      assertThat(client.next()).isEqualTo("437[\"first\"]");
      assertNothingElse(client);
    }
  }

  @Test
  void anAnswerAfterTheEndGoesNowhere() {
    var asked = new CompletableFuture<Ack>();
    var gone = new CompletableFuture<Socket>();
    main.onConnection(socket -> {
      socket.on("ask", (args, ack) -> asked.complete(ack));
      socket.onDisconnect(reason -> gone.complete(socket));
    });
    try (var client = TestClient.connect(host.port())) {
      client.send("427[\"ask\"]");
      var ack = now(asked);
      client.send("41");
      now(gone);
      ack.send("late");
      client.send("40");
      assertThat(client.next()).startsWith("40{");
      assertNothingElse(client);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void whoFailsOneOfTwoTestsIsLeftOut() {
    try (var both = in("a");
        var one = in("b")) {
      main.everybody()
          .where(socket -> !socket.rooms().isEmpty())
          .where(socket -> socket.rooms().contains("a"))
          .emit("secret");
      assertThat(both.next()).isEqualTo("42[\"secret\"]");
      assertNothingElse(one);
    }
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void theSocketsOfARoomEnterAndLeaveAnother(UnaryOperator<Broadcast> reach) {
    try (var inside = in("a");
        var outside = in("b")) {
      reach.apply(main.in("a")).socketsJoin("c", "d");
      reach.apply(main.in("c")).emit("news");
      assertThat(inside.next()).isEqualTo("42[\"news\"]");
      reach.apply(main.in("a")).socketsLeave("c");
      main.in("c").emit("nobody hears this");
      reach.apply(main.in("d")).emit("end");
      assertThat(inside.next()).isEqualTo("42[\"end\"]");
      assertNothingElse(outside);
    }
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void theSocketsOfARoomAreFoundAskedAndDisconnected(UnaryOperator<Broadcast> reach) {
    try (var inside = in("a");
        var outside = in("b")) {
      assertThat(now(reach.apply(main.in("a")).fetchSockets()))
          .singleElement()
          .satisfies(found -> assertThat(found.rooms()).contains("a"));
      var answers =
          reach.apply(main.in("a")).emitWithAck(PATIENCE, "question").toCompletableFuture();
      var question = inside.next();
      inside.send("43" + question.substring(2, question.indexOf('[')) + "[\"yes\"]");
      assertThat(now(answers).received()).singleElement().asString().contains("yes");
      reach.apply(main.in("a")).disconnectSockets(false);
      assertThat(inside.next()).isEqualTo("41");
      assertNothingElse(outside);
    }
  }
}
