package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What one client may cost, at the edges of the limits.
class LimitsTest {
  private static final int QUEUE = 1_000;

  private final AtomicInteger tooSlow = new AtomicInteger();
  private final CompletableFuture<Socket> connected = new CompletableFuture<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final SocketIoServer server =
      SocketIoServer.builder().maxQueuedBytes(QUEUE).maxUnhandled(100, QUEUE).build();
  private final Namespace main = server.of("/");
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  LimitsTest() {
    server.observe(
        new ServerObserver() {
          @Override
          public void tooSlow(EngineConnection connection) {
            tooSlow.incrementAndGet();
          }
        });
    main.onConnection(socket -> {
      connected.complete(socket);
      socket.on("length", (args, ack) -> ack.send(args.first().asText().length()));
      socket.on("wait", (args, ack) -> release.await());
    });
  }

  @AfterEach
  void stop() {
    release.countDown();
    server.close();
    host.close();
  }

  /// A client may read its CONNECT a moment before its socket hears broadcasts, and before the
  /// server knows that the network has taken it.
  private void awaitSocket() {
    var socket = connected.orTimeout(10, TimeUnit.SECONDS).join();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (socket.connection().queuedBytes() > 0) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void theServerClosesInOrderAlsoWhenTheApplicationsThreadsWereShutDownBefore() throws Exception {
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var other = SocketIoServer.builder().executor(threads).build();
    var welcomed = new CompletableFuture<Socket>();
    other.of("/").onConnection(welcomed::complete);
    var otherHost = HttpHost.start(0, router -> SocketIoVertx.mount(router, other));
    try (var client = TestClient.connect(otherHost.port())) {
      welcomed.get(10, TimeUnit.SECONDS);
      threads.shutdown();
      assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
      other.close().toCompletableFuture().get(10, TimeUnit.SECONDS);
      assertThat(client.closed()).startsWith("1012");
    } finally {
      otherHost.close();
    }
  }

  @Test
  void anEventLargerThanTheQueueReachesAClientThatWaitsForNothingElse() {
    try (var client = TestClient.connect(host.port())) {
      awaitSocket();
      main.emit("large", "x".repeat(5 * QUEUE));
      assertThat(client.next()).hasSizeGreaterThan(5 * QUEUE);
    }
    assertThat(tooSlow).hasValue(0);
  }

  @Test
  void anEventLargerThanTheQueueMayWaitBehindAConnectThatNobodyHasReadYet() throws Exception {
    main.onConnection(socket -> socket.emit("large", "x".repeat(5 * QUEUE)));
    var client = PollingClient.open(host.port());
    client.post("40");
    connected.get(10, TimeUnit.SECONDS);
    assertThat(client.untilBodyContains("\"large\""))
        .startsWith("40{")
        .hasSizeGreaterThan(5 * QUEUE);
    assertThat(tooSlow).hasValue(0);
  }

  @Test
  void ofTwoEventsLargerThanTheQueueTheSecondFindsASlowReader() throws Exception {
    var client = PollingClient.connect(host.port());
    awaitSocket();
    main.emit("large", "x".repeat(5 * QUEUE));
    main.emit("large", "x".repeat(5 * QUEUE));
    assertThat(client.get().statusCode()).isEqualTo(400);
    assertThat(tooSlow).hasValue(1);
  }

  @Test
  void aVolatileEventIsDroppedForAClientWhoseQueueIsFullAndTheClientStays() throws Exception {
    var client = PollingClient.connect(host.port());
    awaitSocket();
    main.emit("kept", "x".repeat(QUEUE - 100));
    main.everybody().asVolatile().emit("dropped", "x".repeat(QUEUE));
    assertThat(client.get().body()).contains("\"kept\"").doesNotContain("\"dropped\"");
    main.emit("next");
    assertThat(client.get().body()).isEqualTo("42[\"next\"]");
    assertThat(tooSlow).hasValue(0);
  }

  @Test
  void aClientIsGivenUpOnceHoweverMuchFollows() throws Exception {
    var client = PollingClient.connect(host.port());
    awaitSocket();
    for (int i = 0; i < 100; i++) {
      main.emit("part", "x".repeat(QUEUE - 100));
    }
    assertThat(client.get().statusCode()).isEqualTo(400);
    assertThat(tooSlow).hasValue(1);
  }

  @Test
  void anEventOverTheLimitOfUnhandledOnesIsHandledWhenItIsTheOnlyOne() {
    try (var client = TestClient.connect(host.port())) {
      client.send("421[\"length\",\"" + "x".repeat(2 * QUEUE) + "\"]");
      assertThat(client.next()).isEqualTo("431[%d]".formatted(2 * QUEUE));
    }
  }

  @Test
  void aClientWhoseUnhandledEventsAreTooLargeTogetherIsClosed() {
    try (var client = TestClient.connect(host.port())) {
      client.send("42[\"wait\"]");
      client.send("42[\"length\",\"" + "x".repeat(QUEUE) + "\"]");
      assertThat(client.closed()).isEqualTo("1013 too many events");
    }
  }
}
