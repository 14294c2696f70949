package dev.deskwire.desk.realtime;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// How often something happens, over the last ten whole seconds. Any thread.
final class RateMeter {
  private static final int SECONDS = 10;

  private final InstantSource clock;

  /// One for each second that counts, one for the present, and one that is being reused.
  private final Second[] seconds =
      Stream.generate(Second::new).limit(SECONDS + 2).toArray(Second[]::new);

  RateMeter(InstantSource clock) {
    this.clock = clock;
  }

  private static final class Second {
    private final LongAdder count = new LongAdder();
    private volatile long epochSecond = Long.MIN_VALUE;

    /// Counts for another second from now on.
    private synchronized void become(long now) {
      if (epochSecond != now) {
        count.reset();
        epochSecond = now;
      }
    }
  }

  void count() {
    long now = clock.instant().getEpochSecond();
    var second = seconds[Math.floorMod(now, seconds.length)];
    if (second.epochSecond != now) {
      second.become(now);
    }
    second.count.increment();
  }

  double perSecond() {
    long now = clock.instant().getEpochSecond();
    return Arrays.stream(seconds)
            .filter(second -> second.epochSecond < now && second.epochSecond >= now - SECONDS)
            .mapToLong(second -> second.count.sum())
            .sum()
        / (double) SECONDS;
  }
}
