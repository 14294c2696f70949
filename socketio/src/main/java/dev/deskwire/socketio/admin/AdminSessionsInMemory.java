package dev.deskwire.socketio.admin;

import dev.deskwire.socketio.engine.MonotonicTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Sessions in memory, the oldest forgotten first.
final class AdminSessionsInMemory implements AdminSessions {
  /// Source: what the reference's store in Redis has.
  private static final Duration DURATION = Duration.ofDays(1);

  private static final int MOST = 1_000;

  private final Map<String, Instant> savedAt =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MOST;
        }
      };

  @Override
  public synchronized boolean exists(String sessionId) {
    var saved = savedAt.get(sessionId);
    return saved != null && saved.plus(DURATION).isAfter(MonotonicTime.now());
  }

  @Override
  public synchronized void save(String sessionId) {
    savedAt.put(sessionId, MonotonicTime.now());
  }
}
