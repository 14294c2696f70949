package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/// Ends Socket.IO's sockets whose time is over: without credentials after ten seconds, with them
/// when they end, a minute after `auth:expiring`.
@ApplicationScoped
class SocketDeadlines {
  private final Deadlines deadlines;
  private final InstantSource clock;
  private final Duration credentialsWithin;

  SocketDeadlines(Deadlines deadlines, InstantSource clock, Settings settings) {
    this.deadlines = deadlines;
    this.clock = clock;
    credentialsWithin = settings.sockets().authenticationTimeout();
  }

  private static final class TimedSocket implements Deadlines.Timed {
    private final Socket socket;

    TimedSocket(Socket socket) {
      this.socket = socket;
    }

    @Override
    public boolean isOpen() {
      return socket.isConnected();
    }

    @Override
    public void expiring(long seconds) {
      socket.emit("auth:expiring", Map.of("in", seconds));
    }

    @Override
    public void expired() {
      close(socket, SocketSignIn.EXPIRED, "Your credentials have expired.");
    }

    @Override
    public boolean equals(Object other) {
      // by identity: the connection that takes up a dropped session has its id
      return other instanceof TimedSocket that && socket == that.socket;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(socket);
    }
  }

  /// Gives a socket that showed nothing yet its ten seconds.
  void awaitCredentials(Socket socket) {
    deadlines.at(
        new TimedSocket(socket),
        clock.instant().plus(credentialsWithin),
        () -> {
          if (Signed.of(socket) == null) {
            close(socket, SocketSignIn.EXPIRED, "No credentials came in time.");
          }
        });
  }

  /// Watches over the end of `authenticated`, which takes the place of what was watched before.
  void watch(Socket socket, Authenticated authenticated) {
    deadlines.watch(new TimedSocket(socket), authenticated);
  }

  /// Whether the credentials hold at this moment. Asks the database.
  boolean stillGood(Authenticated authenticated) {
    return deadlines.stillGood(authenticated);
  }

  /// DISCONNECT, so that the official client does not come back by itself, then the close code.
  void end(Socket socket, int code, String reason) {
    close(socket, code, reason);
  }

  private static void close(Socket socket, int code, String reason) {
    socket.disconnect();
    socket.connection().close(code, reason);
  }

  void forget(Socket socket) {
    deadlines.forget(new TimedSocket(socket));
  }
}
