package dev.deskwire.desk.metrics;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// When to tell of a queue that changes: at once, but never sooner than a second after the last
/// time; and always once more after the last change. Pure: the time is an argument, in nanoseconds
/// of [System#nanoTime], which nobody sets. Used by one thread at a time.
final class Pace {
  /// "At most one push a second per queue" (contract, section 3).
  static final Duration GAP = Duration.ofSeconds(1);

  private final Map<String, Long> toldAt = new HashMap<>();
  private final Set<String> waiting = new HashSet<>();

  /// A queue changed.
  ///
  /// @return how long to wait before telling of it, or empty when it is waiting already
  Optional<Duration> changed(String queueId, long now) {
    if (!waiting.add(queueId)) {
      return Optional.empty();
    }
    var last = toldAt.get(queueId);
    long wait = last == null ? 0 : last + GAP.toNanos() - now;
    return Optional.of(Duration.ofNanos(Math.max(0, wait)));
  }

  /// The waiting is over: what changes from here on is told another time.
  void due(String queueId) {
    waiting.remove(queueId);
  }

  void told(String queueId, long now) {
    toldAt.put(queueId, now);
  }
}
