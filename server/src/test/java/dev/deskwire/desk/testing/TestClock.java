package dev.deskwire.desk.testing;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The desk's clock in tests: the system's, until a test moves it. A test that does calls [#reset]
/// afterwards.
@Mock
@Singleton
public class TestClock implements InstantSource {
  private static final InstantSource SYSTEM = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));

  private volatile Duration ahead = Duration.ZERO;

  @Override
  public Instant instant() {
    return SYSTEM.instant().plus(ahead);
  }

  public synchronized void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  public synchronized void reset() {
    ahead = Duration.ZERO;
  }
}
