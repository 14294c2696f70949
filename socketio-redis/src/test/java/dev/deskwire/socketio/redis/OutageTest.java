package dev.deskwire.socketio.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.room.Adapter;
import io.lettuce.core.RedisClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of nodes whose Redis fails, and of what they held of it.
class OutageTest {
  private static final int PATIENCE_SECONDS = 20;

  enum Kind {
    PUBSUB,
    STREAMS;

    Adapter.Factory at(String uri) {
      return switch (this) {
        case PUBSUB -> RedisPubSub.at(uri);
        case STREAMS -> RedisStreams.at(uri);
      };
    }
  }

  private final RedisServer redis = new RedisServer();
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();

  @AfterEach
  void stop() {
    redis.close();
  }

  private ClusterNode node(String name, Kind kind) {
    var builder =
        SocketIoServer.builder()
            .adapter(kind.at(redis.uri() + "?timeout=1s"))
            .onError((where, failure) -> failures.add(where));
    var node = new ClusterNode(name, builder);
    node.main()
        .onConnection(socket -> {
          socket.on("failures", (args, ack) -> ack.send(List.copyOf(failures)));
          socket.on(
              "redis",
              (args, ack) -> {
                switch (args.first().asText()) {
                  case "stop" -> redis.stop();
                  case "start" -> redis.start();
                  case "hang" -> redis.signal("STOP");
                  case "go on" -> redis.signal("CONT");
                  default -> throw new IllegalArgumentException("no such command");
                }
                ack.send(true);
              });
          socket.on(
              "try-fetch",
              (args, ack) -> {
                var found = node.main().in(args.first().asText()).fetchSockets();
                try {
                  ack.send(ClusterNode.now(found).size());
                } catch (CompletionException failure) {
                  ack.send(failure.getMessage());
                }
              });
        });
    return node;
  }

  @TestFactory
  Stream<DynamicTest> nodesByPubSubGoOnWithoutRedisAndJoinAgainWithIt() {
    return scenarios(Kind.PUBSUB, "pubsub");
  }

  @TestFactory
  Stream<DynamicTest> nodesByStreamsGoOnWithoutRedisAndJoinAgainWithIt() {
    return scenarios(Kind.STREAMS, "streams");
  }

  private Stream<DynamicTest> scenarios(Kind kind, String name) {
    redis.start();
    try (var one = node("one", kind);
        var other = node("other", kind)) {
      return NodeScripts.scenarios(
          "outage.mjs",
          name,
          String.valueOf(redis.port()),
          String.valueOf(one.port()),
          String.valueOf(other.port()));
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nodesThatWereThereBeforeRedisJoinWhenItComes(Kind kind) throws InterruptedException {
    try (var one = node("one", kind);
        var other = node("other", kind)) {
      assertThat(failures.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isEqualTo("the connection to Redis");
      redis.start();
      eventually(() -> answers(one) == 1 && answers(other) == 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aNodeThatClosesLeavesNoConnectionBehind(Kind kind) throws InterruptedException {
    redis.start();
    var client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      var own = node("one", kind);
      assertThat(connection.sync().clientList().lines().count()).isGreaterThan(2);
      own.close();
      eventually(() -> connection.sync().clientList().lines().count() == 1);
    } finally {
      client.shutdown();
    }
  }

  /// How many other nodes answer a question; -1 while they cannot be asked.
  private static int answers(ClusterNode node) {
    try {
      var patience = Duration.ofSeconds(1);
      return ClusterNode.now(node.main().serverSideEmitWithAck(patience, "server-question", 1))
          .size();
    } catch (CompletionException notYet) {
      return -1;
    }
  }

  private static void eventually(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the time for it").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
