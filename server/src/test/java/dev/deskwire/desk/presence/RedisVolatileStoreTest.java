package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.http.Json;
import dev.deskwire.desk.platform.redis.Redis;
import io.lettuce.core.RedisClient;
import io.quarkus.runtime.ShutdownEvent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes at a real Redis.
class RedisVolatileStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ObjectMapper json = new ObjectMapper();
  private final List<Redis> nodes = new ArrayList<>();
  private int port;
  private Process server;
  private VolatileStore first;
  private VolatileStore second;

  @BeforeEach
  void start() throws IOException {
    new Json().customize(json);
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    startRedis();
    first = node();
    second = node();
  }

  @AfterEach
  void stop() throws InterruptedException {
    nodes.forEach(node -> node.stop(new ShutdownEvent()));
    stopRedis();
  }

  private void startRedis() throws IOException {
    server =
        new ProcessBuilder("redis-server", "--port", "" + port, "--bind", "127.0.0.1", "--save", "")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
  }

  private void stopRedis() throws InterruptedException {
    server.destroy();
    assertThat(server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private VolatileStore node() {
    var url = "redis://127.0.0.1:" + port;
    var redis = new Redis(Settings.from(name -> name.equals("REDIS_URL") ? url : null));
    nodes.add(redis);
    var store = new RedisVolatileStore(redis, json, () -> NOW);
    var joined = new CountDownLatch(1);
    store.onUpheaval(() -> {
      if (!store.isPartial()) {
        joined.countDown();
      }
    });
    redis.start();
    until(() -> joined.getCount() == 0);
    return store;
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }

  private static VolatileStore.Area<String> words(VolatileStore store) {
    return store.area("words", String.class);
  }

  @Test
  void whatOneNodePutsTheOtherReadsUntilItsTimeIsOver() {
    words(first).put("k k", "short", "s", NOW.plusSeconds(1));
    words(first).put("k k", "long", "l", Instant.MAX);
    assertThat(words(second).read("k k", NOW)).containsOnlyKeys("short", "long");
    assertThat(words(second).read("k k", NOW.plusSeconds(1))).containsOnlyKeys("long");
    assertThat(words(second).keys(NOW)).containsExactly("k k");
    words(second).remove("k k", "long");
    assertThat(words(first).read("k k", NOW)).isEmpty();
    assertThat(words(first).keys(NOW)).isEmpty();
  }

  @Test
  void anUpdateKeepsTheTimeWhoeverPutTheValueAndNoneIsLost() throws InterruptedException {
    words(first).put("k", "f", "", NOW.plusSeconds(1));
    var writers =
        List.of(first, second, first, second).stream()
            .map(store -> Thread.ofVirtual().start(() -> append(store, 25)))
            .toList();
    for (var writer : writers) {
      assertThat(writer.join(PATIENCE)).isTrue();
    }
    assertThat(words(first).read("k", NOW).get("f")).hasSize(100);
    assertThat(words(second).read("k", NOW.plusSeconds(1))).isEmpty();
    words(second).update("k", "absent", text -> text + "?");
    assertThat(words(second).read("k", NOW)).doesNotContainKey("absent");
  }

  private static void append(VolatileStore store, int times) {
    for (int i = 0; i < times; i++) {
      words(store).update("k", "f", text -> text + ".");
    }
  }

  @Test
  void aNodeIsToldWhichKeysOthersChangeAndNotItsOwn() {
    var told = new CopyOnWriteArrayList<String>();
    words(second).onForeignChange(told::add);
    words(second).put("own", "f", "1", Instant.MAX);
    words(first).put("theirs", "f", "1", Instant.MAX);
    until(() -> told.contains("theirs"));
    words(first).remove("own", "f");
    until(() -> told.contains("own"));
    assertThat(told).containsExactly("theirs", "own");
  }

  @Test
  void withoutRedisANodeKnowsItsOwnAndTheOthersLearnItWhenItIsBack() throws Exception {
    var upheavals = new CopyOnWriteArrayList<Boolean>();
    words(first).put("k", "kept", "1", Instant.MAX);
    words(first).put("k", "removed", "1", Instant.MAX);
    words(second).put("k", "theirs", "2", Instant.MAX);
    first.onUpheaval(() -> upheavals.add(first.isPartial()));
    stopRedis();
    until(() -> upheavals.contains(true));
    assertThat(words(first).read("k", NOW)).containsOnlyKeys("kept", "removed");
    words(first).remove("k", "removed");
    words(first).put("k", "new", "1", Instant.MAX);
    words(first).update("k", "kept", text -> text + "!");
    assertThat(first.isPartial()).isTrue();

    startRedis();
    until(() -> upheavals.contains(false));
    until(() -> words(second).read("k", NOW).size() == 3);
    assertThat(words(second).read("k", NOW))
        .containsEntry("kept", "1!")
        .containsOnlyKeys("kept", "new", "theirs");
    assertThat(first.isPartial()).isFalse();
  }

  @Test
  void aRedisThatHangsCountsAsAwayAndMakesNobodyWaitForLong() throws Exception {
    words(first).put("k", "f", "1", Instant.MAX);
    signal("STOP");
    try {
      until(first::isPartial);
      long begun = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        assertThat(words(first).read("k", NOW)).containsEntry("f", "1");
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Redis.PATIENCE);
    } finally {
      signal("CONT");
    }
    until(() -> !first.isPartial() && words(second).read("k", NOW).containsKey("f"));
  }

  private void signal(String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + server.pid()).start().waitFor())
        .isZero();
  }

  @Test
  void whoWasTakenForDeadIsThereAgainWithAllThatItKnows() {
    words(first).put("k", "mine", "1", Instant.MAX);
    words(second).put("k", "theirs", "2", Instant.MAX);
    // what another node does that has heard nothing of it for too long
    try (var client = RedisClient.create("redis://127.0.0.1:" + port);
        var connection = client.connect()) {
      var commands = connection.sync();
      commands.hdel(Redis.PREFIX + "words:k", "theirs");
      commands.del(RedisVolatileStore.keysOf(nodes.getLast().node()));
      commands.zrem(Redis.PREFIX + "nodes", nodes.getLast().node());
      commands.publish(Redis.PREFIX + RedisVolatileStore.CHANNEL, "- words k");
    }
    until(() -> words(first).read("k", NOW).containsKey("theirs"));
    assertThat(words(second).read("k", NOW)).containsOnlyKeys("mine", "theirs");
  }

  @Test
  void whatADeadNodePutIsTakenOutByAnother() {
    var told = new CopyOnWriteArrayList<String>();
    words(first).onForeignChange(told::add);
    words(first).put("k", "mine", "1", Instant.MAX);
    words(second).put("k", "theirs", "2", Instant.MAX);
    until(() -> told.contains("k"));
    told.clear();
    nodes.getLast().stop(new ShutdownEvent());
    until(() -> told.contains("k"));
    assertThat(words(first).read("k", NOW)).containsOnlyKeys("mine");
  }
}
