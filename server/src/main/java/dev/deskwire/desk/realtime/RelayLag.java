package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/// How far this node's delivery is behind what is committed. A node that falls behind for longer
/// than [Settings.Sockets#lagLimit] says that it is not ready, so that a balancer sends its clients
/// to others.
///
/// It looks when it is asked, and knows of what was committed before the look that found it first.
@Readiness
@ApplicationScoped
class RelayLag implements HealthCheck, RealtimeStats {
  private final EventLog log;
  private final DeliveryOrder order;
  private final InstantSource clock;
  private final Duration limit;
  private @Nullable Awaited awaited;

  RelayLag(EventLog log, DeliveryOrder order, InstantSource clock, Settings settings) {
    this.log = log;
    this.order = order;
    this.clock = clock;
    limit = settings.sockets().lagLimit();
  }

  /// A position that delivery has not come to, and when it was seen first.
  private record Awaited(long position, Instant since) {}

  /// @param events committed and not delivered here
  /// @param seconds how long the oldest of them has been known to wait
  record Lag(long position, long events, double seconds) {}

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public synchronized Lag stats() {
    long committed = log.committed();
    long position = order.position();
    var now = clock.instant();
    if (awaited != null && position >= awaited.position) {
      awaited = null;
    }
    if (awaited == null && position < committed) {
      awaited = new Awaited(committed, now);
    }
    var waiting = awaited == null ? Duration.ZERO : Duration.between(awaited.since, now);
    return new Lag(position, Math.max(0, committed - position), waiting.toMillis() / 1_000.0);
  }

  @Override
  public HealthCheckResponse call() {
    var lag = stats();
    return HealthCheckResponse.named("relay")
        .status(lag.seconds() * 1_000 <= limit.toMillis())
        .withData("position", lag.position())
        .withData("events", lag.events())
        .withData("seconds", String.valueOf(lag.seconds()))
        .build();
  }
}
