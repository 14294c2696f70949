package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Credentials;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Ends connections of any transport when their credentials end, a minute after a warning.
@ApplicationScoped
class Deadlines {
  private static final Logger LOG = Logger.getLogger(Deadlines.class);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final Duration WARNING = Duration.ofSeconds(60);

  /// The longest a timer waits before it looks again: ends further away need no more precision.
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /// A connection whose time may come. Two that are equal are the same connection.
  interface Timed {
    boolean isOpen();

    /// Its credentials end in so many seconds.
    void expiring(long seconds);

    void expired();
  }

  private final Credentials credentials;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("deadlines").daemon().factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Timed, Future<?>> waiting = new ConcurrentHashMap<>();

  Deadlines(Credentials credentials, InstantSource clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  void stop(@Observes ShutdownEvent shutdown) {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  /// Watches over the end of `authenticated`, which takes the place of what was watched before.
  void watch(Timed connection, Authenticated authenticated) {
    watchUntil(connection, authenticated, authenticated.expiresAt());
  }

  private void watchUntil(Timed connection, Authenticated authenticated, Instant end) {
    at(
        connection,
        end.minus(WARNING),
        () -> {
          var now = end(authenticated);
          if (now.isAfter(end)) {
            watchUntil(connection, authenticated, now);
            return;
          }
          connection.expiring(Math.max(0, Duration.between(clock.instant(), now).toSeconds()));
          at(connection, now, () -> expire(connection, authenticated, now));
        });
  }

  private void expire(Timed connection, Authenticated authenticated, Instant end) {
    var now = end(authenticated);
    if (now.isAfter(end)) {
      watchUntil(connection, authenticated, now);
    } else {
      connection.expired();
    }
  }

  /// When the credentials end as things are: a session's end moves with use.
  private Instant end(Authenticated authenticated) {
    var session = authenticated.sessionId();
    return authenticated.sliding() && session != null
        ? credentials.sessionEnd(session).orElse(Instant.EPOCH)
        : authenticated.expiresAt();
  }

  /// Whether the credentials hold at this moment. Asks the database.
  boolean stillGood(Authenticated authenticated) {
    return credentials.stillGood(authenticated);
  }

  void forget(Timed connection) {
    var timer = waiting.remove(connection);
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /// What cannot be decided now, because the database does not answer, is decided soon.
  private void attempt(Timed connection, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warnf("The end of a connection waits for the database: %s", e.getMessage());
      at(connection, clock.instant().plus(RETRY), action);
    }
  }

  /// Does `action` for the connection at `when`, in place of what was to be done before.
  void at(Timed connection, Instant when, Runnable action) {
    var wait = Duration.between(clock.instant(), when);
    Runnable then =
        wait.compareTo(LONGEST_WAIT) > 0
            ? () -> at(connection, when, action)
            : () -> workers.execute(() -> attempt(connection, action));
    var capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    if (!connection.isOpen()) {
      return;
    }
    var before =
        waiting.put(
            connection,
            timer.schedule(then, Math.max(0, capped.toMillis()), TimeUnit.MILLISECONDS));
    if (before != null) {
      before.cancel(false);
    }
    if (!connection.isOpen()) {
      forget(connection);
    }
  }
}
