package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What applications rely on: threads, bounds, refusals, closes.
class ServerBehaviourTest {
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final SocketIoServer server =
      SocketIoServer.builder()
          .pingInterval(Duration.ofMillis(100))
          .pingTimeout(Duration.ofSeconds(5))
          .maxQueuedBytes(200_000)
          .maxUnhandled(100, 1_000_000)
          .onError((where, failure) -> failures.add(where + ": " + failure.getMessage()))
          .build();
  private final Namespace main = server.of("/");
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  @AfterEach
  void stop() {
    server.close();
    host.close();
  }

  @Test
  void heartbeatsAndAcknowledgementsPassByABlockedHandler() {
    var answer = new CompletableFuture<String>();
    main.onConnection(socket ->
        socket.on(
            "wait",
            (args, ack) -> {
              assertThat(Thread.currentThread().isVirtual()).isTrue();
              var given = socket.emitWithAck(Duration.ofSeconds(10), "question");
              answer.complete(given.toCompletableFuture().join().first().asText());
            }));
    try (var client = TestClient.connect(host.port())) {
      client.send("42[\"wait\"]");
      assertThat(client.next()).isEqualTo("420[\"question\"]");
      client.send("430[\"answer\"]");
      assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isEqualTo("answer");
    }
  }

  private record Rename(int id, String name) {}

  private record Renamed(int id, boolean done) {}

  @Test
  void typedListenersTakeAndAnswerRecords() {
    main.onConnection(socket ->
        socket.on(
            "rename",
            Rename.class,
            (rename, ack) -> ack.send(new Renamed(rename.id(), rename.name().equals("a")))));
    try (var client = TestClient.connect(host.port())) {
      client.send("421[\"rename\",{\"id\":7,\"name\":\"a\"}]");
      assertThat(client.next()).isEqualTo("431[{\"id\":7,\"done\":true}]");
    }
    assertThat(failures).isEmpty();
  }

  @Test
  void anArgumentThatDoesNotFitItsTypeReachesTheErrorHookOnly() throws InterruptedException {
    var called = new LinkedBlockingQueue<Rename>();
    main.onConnection(
        socket -> socket.on("rename", Rename.class, (rename, ack) -> called.add(rename)));
    var refused = "[{\"error\":\"invalid argument\"}]";
    try (var client = TestClient.connect(host.port())) {
      client.send("421[\"rename\",{\"id\":\"seven\"}]");
      assertThat(client.next()).isEqualTo("431" + refused);
      client.send("422[\"rename\",null]");
      assertThat(client.next()).isEqualTo("432" + refused);
      client.send("423[\"rename\"]");
      assertThat(client.next()).isEqualTo("433" + refused);
      client.send("42[\"rename\",[]]");
      for (int i = 0; i < 4; i++) {
        assertThat(failures.poll(10, TimeUnit.SECONDS)).isEqualTo("an event handler: not a Rename");
      }
    }
    assertThat(called).isEmpty();
  }

  @Test
  void aDisconnectPassesByABlockedHandlerAndFailsWhatItWaitsFor() {
    var release = new CountDownLatch(1);
    var reason = new CompletableFuture<CloseReason>();
    var failure = new CompletableFuture<Throwable>();
    main.onConnection(socket -> {
      socket.onDisconnect(reason::complete);
      socket.on(
          "wait",
          (args, ack) -> {
            var unused =
                socket
                    .emitWithAck(Duration.ofMinutes(1), "question")
                    .whenComplete((given, why) -> failure.complete(why));
            release.await();
          });
    });
    try (var client = TestClient.connect(host.port())) {
      client.send("42[\"wait\"]");
      assertThat(client.next()).isEqualTo("420[\"question\"]");
    }
    assertThat(reason.orTimeout(10, TimeUnit.SECONDS).join())
        .isIn(CloseReason.TRANSPORT_CLOSE, CloseReason.TRANSPORT_ERROR);
    assertThat(failure.orTimeout(10, TimeUnit.SECONDS).join())
        .hasMessage("socket has been disconnected");
    release.countDown();
  }

  @Test
  void aSlowReaderIsClosedAndNobodyElseNotices() throws IOException {
    var reasons = new LinkedBlockingQueue<String>();
    main.onConnection(socket -> socket.onDisconnect(reason -> reasons.add(reason.text())));
    var payload = "x".repeat(10_000);
    try (var slow = new java.net.Socket("localhost", host.port());
        var quick = TestClient.connect(host.port())) {
      slow.setReceiveBufferSize(4_096);
      var head =
          """
          GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
          Host: localhost
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

          """
              .replace("\n", "\r\n");
      slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answered = new StringBuilder();
      while (!answered.toString().endsWith("\r\n\r\n")) {
        answered.append((char) slow.getInputStream().read());
      }
      // A masked text frame with the CONNECT packet; the mask is zero.
      slow.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'});
      await(() -> main.sockets().size() == 2);

      int sent = 0;
      while (main.sockets().size() == 2) {
        main.emit("part", sent++, payload);
        assertThat(quick.next()).startsWith("42[\"part\"," + (sent - 1));
        assertThat(sent).as("events until the slow reader is closed").isLessThan(10_000);
      }
      assertThat(poll(reasons)).isEqualTo("transport error");
      main.emit("last");
      assertThat(quick.next()).isEqualTo("42[\"last\"]");
    }
  }

  @Test
  void aClientThatSendsFasterThanItsHandlersWorkIsClosed() {
    var release = new CountDownLatch(1);
    main.onConnection(socket -> socket.on("work", (args, ack) -> release.await()));
    try (var client = TestClient.connect(host.port())) {
      for (int i = 0; i < 101; i++) {
        client.send("42[\"work\"]");
      }
      assertThat(client.closed()).isEqualTo("1013 too many events");
    } finally {
      release.countDown();
    }
  }

  @Test
  void aMiddlewareThatFailsRefusesAndTellsNothing() {
    main.use(socket -> {
      throw new IllegalStateException("the password is 1234");
    });
    try (var client = TestClient.open(host.port())) {
      client.send("40");
      assertThat(client.next()).isEqualTo("44{\"message\":\"Internal error\"}");
      assertThat(poll(failures)).isEqualTo("a middleware: the password is 1234");
      assertThat(main.sockets()).isEmpty();
    }
  }

  @Test
  void noHandlerIsCalledWhileAMiddlewareStillDecides() {
    var decide = new CountDownLatch(1);
    var handled = new LinkedBlockingQueue<String>();
    main.use(socket -> {
      socket.on("early", (args, ack) -> handled.add("early"));
      socket.join("room");
      decide.await();
      return Admission.admit();
    });
    main.onConnection(socket -> handled.add("connected"));
    try (var client = TestClient.open(host.port())) {
      client.send("40");
      main.to("room").emit("secret");
      client.send("42[\"early\"]");
      assertThat(client.closed()).startsWith("1005");
      decide.countDown();
      assertThat(main.sockets()).isEmpty();
      assertThat(handled).isEmpty();
    }
  }

  @Test
  void aHandlerThatFailsCostsNobodyTheConnection() {
    main.onConnection(socket -> {
      socket.on(
          "fail",
          (args, ack) -> {
            throw new IOException("disk full");
          });
      socket.on("echo", (args, ack) -> ack.send(args.toArray()));
    });
    try (var client = TestClient.connect(host.port())) {
      client.send("421[\"fail\"]");
      client.send("422[\"echo\",1]");
      assertThat(client.next()).isEqualTo("432[1]");
      assertThat(poll(failures)).isEqualTo("an event handler: disk full");
    }
  }

  @Test
  void anEventMiddlewareStandsBeforeTheHandlers() {
    main.onConnection(socket -> {
      socket.use((event, args, ack) -> {
        ack.send("refused " + event);
        return !event.equals("forbidden");
      });
      socket.on("forbidden", (args, ack) -> socket.emit("never"));
      socket.onUnhandled((event, args, ack) -> socket.emit("unhandled", event));
    });
    try (var client = TestClient.connect(host.port())) {
      client.send("421[\"forbidden\"]");
      assertThat(client.next()).isEqualTo("431[\"refused forbidden\"]");
      client.send("42[\"unknown\"]");
      assertThat(client.next()).isEqualTo("42[\"unhandled\",\"unknown\"]");
    }
  }

  @Test
  void aFilterDecidesForEachSocketAndAFailingOneForNobody() {
    main.use(socket -> {
      socket.data().put("role", socket.handshake().auth().path("role").asText());
      return Admission.admit();
    });
    try (var agent = TestClient.open(host.port());
        var customer = TestClient.open(host.port())) {
      agent.send("40{\"role\":\"agent\"}");
      customer.send("40{\"role\":\"customer\"}");
      assertThat(agent.next()).startsWith("40");
      assertThat(customer.next()).startsWith("40");
      await(() -> main.sockets().size() == 2);

      main.everybody().where(socket -> "agent".equals(socket.data().get("role"))).emit("note", 1);
      main.everybody()
          .where(socket -> {
            throw new IllegalStateException("no rights to be found");
          })
          .emit("note", 2);
      main.emit("public");
      assertThat(agent.next()).isEqualTo("42[\"note\",1]");
      assertThat(agent.next()).isEqualTo("42[\"public\"]");
      assertThat(customer.next()).isEqualTo("42[\"public\"]");
      assertThat(poll(failures)).isEqualTo("a broadcast filter: no rights to be found");
    }
  }

  @Test
  void noEventOfARoomReachesASocketThatHasLeftIt() {
    try (var client = TestClient.connect(host.port())) {
      await(() -> main.sockets().size() == 1);
      main.everybody().socketsJoin("room");
      main.to("room").emit("before");
      main.in("room").socketsLeave("room");
      main.to("room").emit("after");
      main.emit("end");
      assertThat(client.next()).isEqualTo("42[\"before\"]");
      assertThat(client.next()).isEqualTo("42[\"end\"]");
    }
  }

  @Test
  void anApplicationClosesAConnectionWithACodeAfterWhatItSent() {
    main.onConnection(socket -> {
      socket.emit("bye", Map.of("code", 4001));
      socket.connection().close(4001, "expired");
      socket.emit("never");
    });
    try (var client = TestClient.connect(host.port())) {
      assertThat(client.next()).isEqualTo("42[\"bye\",{\"code\":4001}]");
      assertThat(client.closed()).isEqualTo("4001 expired");
    }
  }

  @Test
  void aServerThatStopsSaysSoAndTakesNobodyNew() throws Exception {
    var reason = new CompletableFuture<CloseReason>();
    main.onConnection(socket -> socket.onDisconnect(reason::complete));
    try (var client = TestClient.connect(host.port())) {
      server.close();
      assertThat(client.closed()).isEqualTo("1012 restarting");
      assertThat(reason.orTimeout(10, TimeUnit.SECONDS).join())
          .isEqualTo(CloseReason.SERVER_SHUTTING_DOWN);
      assertThat(get("/socket.io/?EIO=4&transport=polling").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aClientThatPollsTakesWhatWasSentBeforeTheStopAndThenTheClose() throws Exception {
    var handshake = get("/socket.io/?EIO=4&transport=polling").body();
    var session =
        "/socket.io/?EIO=4&transport=polling&sid="
            + handshake.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    var connected = new CompletableFuture<Socket>();
    main.onConnection(connected::complete);
    post(session, "40");
    pollUntil(session, "40{");
    connected.orTimeout(10, TimeUnit.SECONDS).join().emit("bye");

    var stopped = server.close().toCompletableFuture();

    pollUntil(session, "42[\"bye\"]");
    assertThat(get(session).body()).endsWith("1");
    assertThat(stopped.orTimeout(10, TimeUnit.SECONDS)).succeedsWithin(Duration.ofSeconds(10));
  }

  @Test
  void aClientThatDoesNotComeForTheNewsHoldsUpAStopForItsPatienceAtMost() throws Exception {
    get("/socket.io/?EIO=4&transport=polling");
    assertThat(server.close(Duration.ofMillis(50))).succeedsWithin(Duration.ofSeconds(10));
    assertThat(server.engine().connections()).isEmpty();
  }

  @Test
  void otherRoutesLiveBesideTheServer() throws Exception {
    assertThat(get("/beside").body()).isEqualTo("beside");
  }

  @Test
  void aSocketThatIsGoneTakesNothingAndStandsNowhere() {
    var gone = new CompletableFuture<Socket>();
    main.onConnection(socket -> socket.onDisconnect(why -> gone.complete(socket)));
    try (var client = TestClient.connect(host.port())) {
      client.send("41");
      var socket = gone.orTimeout(10, TimeUnit.SECONDS).join();
      socket.join("room");
      socket.emit("late");
      assertThat(socket.rooms()).isEmpty();
      assertThat(socket.isConnected()).isFalse();
      assertThat(main.rooms()).isEmpty();
      assertThat(socket.emitWithAck(Duration.ofSeconds(1), "late").toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10));
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    var uri = URI.create("http://localhost:" + host.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  /// Heartbeats come in between.
  private void pollUntil(String session, String packet) throws Exception {
    var received = get(session).body();
    while (!received.contains(packet)) {
      assertThat(received).isEqualTo("2");
      received = get(session).body();
    }
  }

  private void post(String path, String body) throws Exception {
    var uri = URI.create("http://localhost:" + host.port() + path);
    var request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body));
    var answer =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("ok");
  }

  private static String poll(BlockingQueue<String> queue) {
    try {
      var entry = queue.poll(10, TimeUnit.SECONDS);
      if (entry == null) {
        throw new AssertionError("nothing came");
      }
      return entry;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
