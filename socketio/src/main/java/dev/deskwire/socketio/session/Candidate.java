package dev.deskwire.socketio.session;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A WebSocket that wants to replace long-polling.
///
/// @param <W> handle of a WebSocket, compared by `equals`
final class Candidate<W> {
  /// Ends a poll this often while a candidate waits, as the reference does.
  private static final Duration NOOP_INTERVAL = Duration.ofMillis(100);

  private final W wire;

  /// When the client must have made it the transport.
  private final Instant upgradeBy;

  private boolean writable = true;
  private @Nullable Instant noopAt;

  Candidate(W wire, Instant upgradeBy) {
    this.wire = wire;
    this.upgradeBy = upgradeBy;
  }

  W wire() {
    return wire;
  }

  boolean isWritable() {
    return writable;
  }

  boolean isLate(Instant now) {
    return !now.isBefore(upgradeBy);
  }

  /// It has sent its probe, and the answer is being written. From now on a waiting GET is ended
  /// again and again, so that the client can stop polling.
  void probed(Instant now) {
    writable = false;
    noopAt = now.plus(NOOP_INTERVAL);
  }

  void written() {
    writable = true;
  }

  /// Whether a waiting GET is to be ended now; the next one is later.
  boolean isNoopDue(Instant now) {
    if (noopAt == null || now.isBefore(noopAt)) {
      return false;
    }
    noopAt = now.plus(NOOP_INTERVAL);
    return true;
  }

  Instant deadline() {
    return noopAt == null || upgradeBy.isBefore(noopAt) ? upgradeBy : noopAt;
  }
}
