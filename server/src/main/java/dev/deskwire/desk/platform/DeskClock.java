package dev.deskwire.desk.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Duration;
import java.time.InstantSource;

/// The desk's clock, in UTC and whole milliseconds: the precision of every time on the wire, so
/// that a time read back equals the time written.
@ApplicationScoped
public class DeskClock {
  @Produces
  @ApplicationScoped
  InstantSource clock() {
    return new Milliseconds();
  }

  /// A class of its own, as a client proxy needs one.
  static class Milliseconds implements InstantSource {
    private static final InstantSource SYSTEM =
        java.time.Clock.tick(java.time.Clock.systemUTC(), Duration.ofMillis(1));

    @Override
    public java.time.Instant instant() {
      return SYSTEM.instant();
    }
  }
}
