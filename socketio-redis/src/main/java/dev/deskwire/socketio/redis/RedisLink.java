package dev.deskwire.socketio.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One node's connections to Redis: one for commands, one for subscriptions, and one for whoever
/// reads a stream. Thread-safe.
///
/// What waits for Redis is bounded in number and in time, so that a Redis that hangs costs no more
/// than one that is away.
final class RedisLink {
  /// How long Redis may take for a command, unless the address says otherwise.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MAX_WAITING_COMMANDS = 10_000;
  private static final int THREADS = 2;

  private static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private final ClientResources resources;
  private final RedisClient client;
  private final Duration patience;
  private final Troubles troubles;
  private final Subscriptions subscriptions;
  private final List<Keeper<?>> keepers = new CopyOnWriteArrayList<>();

  private volatile @Nullable StatefulRedisConnection<String, byte[]> commands;

  /// Opens the connections, as soon as it can. It waits for the first attempt to do so, because
  /// what is sent earlier would stay on this node.
  RedisLink(RedisURI address, Troubles troubles) {
    if (address.getTimeout().equals(RedisURI.DEFAULT_TIMEOUT_DURATION)) {
      address.setTimeout(PATIENCE);
    }
    this.patience = address.getTimeout();
    this.troubles = troubles;
    this.subscriptions = new Subscriptions(troubles);
    this.resources =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    this.client = RedisClient.create(resources, address);
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .requestQueueSize(MAX_WAITING_COMMANDS)
            .timeoutOptions(TimeoutOptions.enabled())
            .build());
    keep("commands", () -> client.connect(CODEC), this::serve);
    keep("subscriptions", () -> client.connectPubSub(CODEC), subscriptions::use);
  }

  private void serve(StatefulRedisConnection<String, byte[]> connection, Runnable ready)
      throws InterruptedException {
    commands = connection;
    try {
      ready.run();
      Keeper.awaitBreak(connection);
    } finally {
      commands = null;
    }
  }

  /// Sends a command.
  ///
  /// @return fails with [RedisAway] if it was not sent, and otherwise if there is no answer or a
  ///   bad one. Completed on a thread that must not be blocked.
  <T> CompletionStage<T> call(
      Function<RedisAsyncCommands<String, byte[]>, RedisFuture<T>> command) {
    var open = commands;
    if (open == null) {
      return CompletableFuture.failedFuture(new RedisAway());
    }
    try {
      return command.apply(open.async());
    } catch (RedisException tooMany) {
      return CompletableFuture.failedFuture(new RedisAway(tooMany));
    }
  }

  /// How many other nodes listen to a channel that this one listens to.
  ///
  /// @return fails when Redis does not tell
  CompletionStage<Integer> others(String channel) {
    if (commands == null) {
      return CompletableFuture.failedFuture(new RedisAway());
    }
    return subscriptions
        .active(channel)
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .thenCompose(active -> call(redis -> redis.pubsubNumsub(channel)))
        .thenApply(counts -> {
          long all = counts.getOrDefault(channel, 0L);
          return (int) Math.max(0, subscriptions.active(channel).isDone() ? all - 1 : all);
        });
  }

  /// For commands whose answers are waited for.
  ///
  /// @throws RedisException if there is no answer or a bad one
  RedisCommands<String, byte[]> blocking() {
    var open = commands;
    if (open == null) {
      throw new RedisAway();
    }
    return open.sync();
  }

  Troubles troubles() {
    return troubles;
  }

  Subscriptions subscriptions() {
    return subscriptions;
  }

  /// Starts a thread that reads something for as long as the link is open. Its commands may take
  /// longer than others by this time.
  void read(
      String name, Duration longer, Keeper.Use<StatefulRedisConnection<String, byte[]>> reading) {
    keep(
        name,
        () -> {
          var connection = client.connect(CODEC);
          connection.setTimeout(patience.plus(longer));
          return connection;
        },
        reading);
  }

  private <C extends StatefulRedisConnection<String, byte[]>> void keep(
      String name, Supplier<C> opening, Keeper.Use<C> use) {
    var keeper = new Keeper<>(name, opening, use, troubles);
    keepers.add(keeper);
    keeper
        .start()
        .firstAttempt()
        .copy()
        .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  /// Closes the connections when what was sent before has been answered. It does not block.
  void close() {
    var unused =
        call(RedisAsyncCommands::ping)
            .handle((pong, failure) -> Thread.startVirtualThread(this::release));
  }

  private void release() {
    try {
      for (var keeper : keepers) {
        keeper.close(patience);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    client.shutdown(Duration.ZERO, patience);
    // Its threads are daemons; nobody has to wait for them.
    Future<Boolean> unused = resources.shutdown(0, patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// There is no connection, or too much waits for Redis already.
  static final class RedisAway extends RedisException {
    RedisAway() {
      super("Redis is away: nothing reaches the other nodes until it is back");
    }

    RedisAway(RedisException cause) {
      super("Redis does not keep up: nothing reaches the other nodes until it does", cause);
    }
  }
}
