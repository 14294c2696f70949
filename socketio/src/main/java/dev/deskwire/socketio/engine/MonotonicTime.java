package dev.deskwire.socketio.engine;

import java.time.Instant;

/// The time for deadlines: it counts from some arbitrary moment and never jumps when the computer's
/// clock is set.
public final class MonotonicTime {
  private MonotonicTime() {}

  /// The time now; only differences between two of them mean anything.
  public static Instant now() {
    return Instant.EPOCH.plusNanos(System.nanoTime());
  }
}
