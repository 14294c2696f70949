package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.Outbound;
import dev.deskwire.socketio.packet.SocketPacket;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What one socket goes on from after its connection broke, and what it leaves behind when that
/// happens. Only sockets of namespaces with recovery have one. Thread-safe.
///
/// While the socket is being restored, from [#begin] to [#release], what is sent to it waits. One
/// that ends in the midst of that leaves the session behind that it was about to go on from.
final class Comeback {
  private final History history;

  /// The secret by which the client claims this socket after its connection broke.
  private volatile @Nullable String secret;

  /// What this socket goes on from.
  private volatile @Nullable RecoverySession before;

  /// Null but while restoring: what a client missed is large.
  private volatile @Nullable Backlog backlog;

  Comeback(History history) {
    this.history = history;
  }

  @Nullable String secret() {
    return secret;
  }

  boolean isRecovered() {
    return before != null;
  }

  /// A socket that goes on from nothing, and can be claimed later.
  void beginAnew(String newSecret) {
    secret = newSecret;
  }

  /// From now on what is sent waits.
  ///
  /// @param maxBytes of what may wait
  void begin(long maxBytes) {
    backlog = new Backlog(maxBytes);
  }

  /// The missed events are there.
  void goOn(RecoverySession session, List<Backlog.Missed> missed) {
    var waiting = backlog;
    if (waiting != null) {
      waiting.missed(missed);
    }
    secret = session.pid();
    before = session;
  }

  /// Keeps an event until the release.
  ///
  /// @return false after the release, and when the socket is not restored any more
  boolean hold(SocketPacket.Event packet, Outbound outbound) {
    var waiting = backlog;
    return waiting != null && waiting.hold(packet, outbound);
  }

  /// Sends what has waited, behind what was missed.
  ///
  /// @return false if it is too much: the client has to be given up
  boolean release(Consumer<Outbound> send) {
    var waiting = backlog;
    return waiting == null || waiting.release(send);
  }

  /// Nothing waits any more: the socket has gone on, begins anew or has ended.
  void forgetBacklog() {
    backlog = null;
  }

  /// The connected socket has lost its connection.
  void leave(Socket socket, Set<String> rooms) {
    var claimedBy = secret;
    if (claimedBy != null) {
      history.leave(socket, claimedBy, rooms);
    }
  }

  /// The socket has ended before it went on.
  void putBack() {
    var session = before;
    if (session != null) {
      history.putBack(session);
    }
  }
}
