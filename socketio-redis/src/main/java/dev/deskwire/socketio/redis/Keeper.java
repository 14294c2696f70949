package dev.deskwire.socketio.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A thread that uses one connection to Redis, and opens it anew whenever it breaks.
///
/// @param <C> the connection
final class Keeper<C extends StatefulRedisConnection<String, byte[]>> {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// Uses a connection for as long as it can.
  @FunctionalInterface
  interface Use<C> {
    /// Returns or throws when the connection is of no use any more.
    ///
    /// @param ready to be called when it serves its purpose
    void use(C connection, Runnable ready) throws InterruptedException;
  }

  private final Supplier<C> opening;
  private final Use<C> use;
  private final Troubles troubles;
  private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /// Starts the thread.
  Keeper(String name, Supplier<C> opening, Use<C> use, Troubles troubles) {
    this.opening = opening;
    this.use = use;
    this.troubles = troubles;
    this.thread = Thread.ofPlatform().daemon().name("socketio-redis-" + name).unstarted(this::run);
  }

  Keeper<C> start() {
    thread.start();
    return this;
  }

  /// Completes when the first connection serves its purpose, or could not be had.
  CompletableFuture<Void> firstAttempt() {
    return firstAttempt;
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void run() {
    var pause = FIRST_PAUSE;
    boolean goOn = true;
    while (goOn) {
      try (var connection = opening.get()) {
        pause = FIRST_PAUSE;
        use.use(connection, () -> firstAttempt.complete(null));
      } catch (InterruptedException stopped) {
        // Only closing interrupts this thread.
        break;
      } catch (RuntimeException away) {
        if (!isClosing()) {
          troubles.report("the connection to Redis", away);
        }
      }
      firstAttempt.complete(null);
      goOn = rest(pause);
      pause = pause.multipliedBy(2);
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }
    firstAttempt.complete(null);
  }

  /// @return whether to go on
  private boolean rest(Duration pause) {
    try {
      return !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      return false;
    }
  }

  /// Ends the use, closes the connection and waits until that is done.
  void close(Duration patience) throws InterruptedException {
    closing.countDown();
    thread.interrupt();
    boolean unused = thread.join(patience);
  }

  /// Waits until a connection breaks, or does not answer any more: a network that is cut says
  /// nothing.
  ///
  /// @throws RedisException if it did not answer
  static void awaitBreak(StatefulRedisConnection<String, byte[]> connection)
      throws InterruptedException {
    var broken = new CountDownLatch(1);
    connection.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            broken.countDown();
          }
        });
    while (connection.isOpen()
        && !broken.await(connection.getTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
      try {
        connection.async().ping().get();
      } catch (ExecutionException silence) {
        throw new RedisException("Redis does not answer", silence);
      }
    }
  }
}
