package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Credentials;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.socketio.Socket;
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

/// Ends sockets whose time is over: without credentials after ten seconds, with them when they end,
/// a minute after `auth:expiring`.
@ApplicationScoped
class SocketDeadlines {
  private static final Logger LOG = Logger.getLogger(SocketDeadlines.class);

  private static final Duration RETRY = Duration.ofSeconds(5);

  private static final Duration WARNING = Duration.ofSeconds(60);

  /// The longest a timer waits before it looks again: ends further away need no more precision.
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  private final Credentials credentials;
  private final InstantSource clock;
  private final Duration credentialsWithin;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("socket-deadlines").daemon().factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Future<?>> waiting = new ConcurrentHashMap<>();

  SocketDeadlines(Credentials credentials, InstantSource clock, Settings settings) {
    this.credentials = credentials;
    this.clock = clock;
    credentialsWithin = settings.sockets().authenticationTimeout();
  }

  void stop(@Observes ShutdownEvent shutdown) {
    timer.shutdownNow();
    workers.shutdownNow();
  }

  /// Gives a socket that showed nothing yet its ten seconds.
  void awaitCredentials(Socket socket) {
    at(
        socket,
        clock.instant().plus(credentialsWithin),
        () -> {
          if (Signed.of(socket) == null) {
            end(socket, SocketSignIn.EXPIRED, "No credentials came in time.");
          }
        });
  }

  /// Watches over the end of `authenticated`, which takes the place of what was watched before.
  void watch(Socket socket, Authenticated authenticated) {
    watchUntil(socket, authenticated, authenticated.expiresAt());
  }

  private void watchUntil(Socket socket, Authenticated authenticated, Instant end) {
    at(
        socket,
        end.minus(WARNING),
        () -> {
          var now = end(authenticated);
          if (now.isAfter(end)) {
            watchUntil(socket, authenticated, now);
            return;
          }
          long left = Math.max(0, Duration.between(clock.instant(), now).toSeconds());
          socket.emit("auth:expiring", Map.of("in", left));
          at(socket, now, () -> expire(socket, authenticated, now));
        });
  }

  private void expire(Socket socket, Authenticated authenticated, Instant end) {
    var now = end(authenticated);
    if (now.isAfter(end)) {
      watchUntil(socket, authenticated, now);
    } else {
      end(socket, SocketSignIn.EXPIRED, "Your credentials have expired.");
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

  /// DISCONNECT, so that the official client does not come back by itself, then the close code.
  void end(Socket socket, int code, String reason) {
    socket.disconnect();
    socket.connection().close(code, reason);
  }

  void forget(Socket socket) {
    var timer = waiting.remove(socket.id());
    if (timer != null) {
      timer.cancel(false);
    }
  }

  /// What cannot be decided now, because the database does not answer, is decided soon.
  private void attempt(Socket socket, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      LOG.warnf("The end of a connection waits for the database: %s", e.getMessage());
      at(socket, clock.instant().plus(RETRY), action);
    }
  }

  private void at(Socket socket, Instant when, Runnable action) {
    var wait = Duration.between(clock.instant(), when);
    Runnable then =
        wait.compareTo(LONGEST_WAIT) > 0
            ? () -> at(socket, when, action)
            : () -> workers.execute(() -> attempt(socket, action));
    var capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    if (!socket.isConnected()) {
      return;
    }
    var before =
        waiting.put(
            socket.id(),
            timer.schedule(then, Math.max(0, capped.toMillis()), TimeUnit.MILLISECONDS));
    if (before != null) {
      before.cancel(false);
    }
    if (!socket.isConnected()) {
      forget(socket);
    }
  }
}
