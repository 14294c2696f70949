package dev.deskwire.socketio.redis;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/// Tells the application what goes wrong, but not thousands of times: while Redis is away, every
/// message fails. Thread-safe.
final class Troubles {
  private static final Duration QUIET = Duration.ofMinutes(1);

  private final BiConsumer<String, Throwable> hook;

  /// When each kind of trouble was told last, in nanoseconds of this JVM's clock.
  private final Map<String, Long> told = new ConcurrentHashMap<>();

  /// @param hook takes what failed and why
  Troubles(BiConsumer<String, Throwable> hook) {
    this.hook = hook;
  }

  /// Tells if something fails that nobody waits for.
  void watch(String where, CompletionStage<?> doing) {
    var unused =
        doing.whenComplete((done, failure) -> {
          if (failure != null) {
            report(where, failure);
          }
        });
  }

  /// Tells of a failure unless one of its kind was told just before.
  ///
  /// @param where what was being done: one of a few constants
  void report(String where, Throwable failure) {
    long now = System.nanoTime();
    var before = told.get(where);
    if (before != null && now - before < QUIET.toNanos()) {
      return;
    }
    // Of several threads that fail at once, one tells.
    boolean mine =
        before == null ? told.putIfAbsent(where, now) == null : told.replace(where, before, now);
    if (mine) {
      hook.accept(where, failure);
    }
  }
}
