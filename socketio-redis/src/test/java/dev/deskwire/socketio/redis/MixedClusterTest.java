package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.SocketIoServerBuilder;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Two nodes of this library and one of the reference on one Redis, with official clients: the same
/// scenarios for each pair of kinds and each way to join them.
class MixedClusterTest {
  @SuppressWarnings("NullAway.Init")
  private static RedisServer redis;

  @BeforeAll
  static void start() {
    redis = new RedisServer().start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @TestFactory
  Stream<DynamicTest> nodesAreOneClusterByPubSub() throws IOException {
    return scenarios("pubsub", () -> SocketIoServer.builder().adapter(RedisPubSub.at(redis.uri())));
  }

  @TestFactory
  Stream<DynamicTest> nodesAreOneClusterByStreams() throws IOException {
    return scenarios(
        "streams",
        () -> {
          var streams = RedisStreams.at(redis.uri());
          return SocketIoServer.builder().adapter(streams).recovery(streams.recovery());
        });
  }

  private static Stream<DynamicTest> scenarios(String kind, Supplier<SocketIoServerBuilder> builder)
      throws IOException {
    var redisPort = String.valueOf(redis.port());
    var reference = NodeScripts.start("node.mjs", kind, redisPort);
    try (var one = new ClusterNode("one", builder.get());
        var other = new ClusterNode("other", builder.get())) {
      return NodeScripts.scenarios(
          "cluster.mjs",
          kind,
          redisPort,
          String.valueOf(one.port()),
          String.valueOf(other.port()),
          reference.inputReader().readLine());
    } finally {
      reference.destroy();
    }
  }
}
