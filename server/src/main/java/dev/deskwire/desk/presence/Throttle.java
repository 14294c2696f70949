package dev.deskwire.desk.presence;

import java.time.Duration;
import java.time.Instant;

/// Lets news out at once, and then at most once a second: what comes in between goes out together.
///
/// @param last when news went out last
/// @param waiting whether there is news that has not gone out
record Throttle(Instant last, boolean waiting) {
  static final Duration SPACING = Duration.ofSeconds(1);

  /// Nothing has gone out yet.
  static final Throttle OPEN = new Throttle(Instant.MIN, false);

  /// There is something to tell.
  Throttle with(boolean news) {
    return new Throttle(last, waiting || news);
  }

  /// Whether what waits may go now.
  boolean isDue(Instant now) {
    return waiting && !now.isBefore(opensAt());
  }

  /// Whether nothing waits and whatever came could go at once, as at the beginning.
  boolean isIdle(Instant now) {
    return !waiting && !now.isBefore(opensAt());
  }

  /// From when on news goes out again.
  Instant opensAt() {
    return last.equals(Instant.MIN) ? last : last.plus(SPACING);
  }

  /// What waited turned out to be no news.
  Throttle nothing() {
    return new Throttle(last, false);
  }

  /// What waited has gone out at `now`.
  Throttle sent(Instant now) {
    return new Throttle(now, false);
  }
}
