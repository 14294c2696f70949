package dev.deskwire.socketio.redis;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The channels a node listens to, over all connections it has one after the other. Thread-safe.
///
/// Handlers are called on the connection's own thread, in the order of the messages: while they
/// work, Redis waits. They must not block; one that fails is reported.
final class Subscriptions extends RedisPubSubAdapter<String, byte[]> {
  private final Troubles troubles;
  private final Map<String, Consumer<byte[]>> channels = new ConcurrentHashMap<>();
  private final Map<String, BiConsumer<String, byte[]>> patterns = new ConcurrentHashMap<>();

  /// By channel; completed while Redis sends what is published there.
  private final Map<String, CompletableFuture<Void>> active = new ConcurrentHashMap<>();

  private volatile @Nullable StatefulRedisPubSubConnection<String, byte[]> connection;

  Subscriptions(Troubles troubles) {
    this.troubles = troubles;
  }

  /// Subscribes to everything on a connection, until it breaks.
  void use(StatefulRedisPubSubConnection<String, byte[]> opened, Runnable ready)
      throws InterruptedException {
    opened.addListener(this);
    connection = opened;
    try {
      channels.keySet().forEach(channel -> settle(opened, opened.async().subscribe(channel)));
      patterns.keySet().forEach(pattern -> settle(opened, opened.async().psubscribe(pattern)));
      ready.run();
      Keeper.awaitBreak(opened);
    } finally {
      connection = null;
      active.replaceAll((channel, done) -> done.isDone() ? new CompletableFuture<>() : done);
    }
  }

  void on(String channel, Consumer<byte[]> handler) {
    active.put(channel, new CompletableFuture<>());
    channels.put(channel, handler);
    var open = connection;
    if (open != null) {
      settle(open, open.async().subscribe(channel));
    }
  }

  void onPattern(String pattern, BiConsumer<String, byte[]> handler) {
    patterns.put(pattern, handler);
    var open = connection;
    if (open != null) {
      settle(open, open.async().psubscribe(pattern));
    }
  }

  void off(Set<String> names) {
    names.forEach(name -> {
      channels.remove(name);
      patterns.remove(name);
      active.remove(name);
    });
    var open = connection;
    if (open != null) {
      var all = names.toArray(String[]::new);
      // Should it fail, the connection is broken, and the next one does not subscribe to them.
      var unused = open.async().unsubscribe(all);
      var unusedToo = open.async().punsubscribe(all);
    }
  }

  /// A connection on which it is not certain what is subscribed is of no use: the next one is.
  private void settle(
      StatefulRedisPubSubConnection<String, byte[]> open, RedisFuture<Void> command) {
    var unused =
        command.whenComplete((done, failure) -> {
          if (failure != null) {
            troubles.report("subscribing at Redis", failure);
            var unusedClose = open.closeAsync();
          }
        });
  }

  /// Completes when Redis sends what is published on a channel that is listened to.
  CompletableFuture<Void> active(String channel) {
    return active.getOrDefault(channel, new CompletableFuture<>()).copy();
  }

  @Override
  public void subscribed(String channel, long count) {
    var waiting = active.get(channel);
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  @Override
  public void message(String channel, byte[] message) {
    var handler = channels.get(channel);
    if (handler != null) {
      safely(() -> handler.accept(message));
    }
  }

  @Override
  public void message(String pattern, String channel, byte[] message) {
    var handler = patterns.get(pattern);
    if (handler != null) {
      safely(() -> handler.accept(channel, message));
    }
  }

  private void safely(Runnable handler) {
    try {
      handler.run();
    } catch (RuntimeException failure) {
      troubles.report("a message of another node", failure);
    }
  }
}
