package dev.deskwire.desk.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, not for a time.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(10);

  private Eventually() {}

  /// Returns as soon as `condition` holds.
  ///
  /// @throws AssertionError if it does not within twenty seconds
  public static void that(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("the condition did not come true in " + PATIENCE);
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }
}
