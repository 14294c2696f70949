package dev.deskwire.socketio;

import java.time.Duration;

/// How clients get back what they had when their connection breaks: the reference's connection
/// state recovery.
///
/// A client that comes back in time with the offset of the last event it saw gets its id, its
/// rooms, its data and the events it missed. Otherwise than in the reference the middlewares always
/// decide anew, the [RecoveryGuard] compares the user and asks about each room, and the client is
/// connected before the missed events come.
///
/// @param maxDisconnection how long a client may be away
/// @param store remembers sessions and events
/// @param guard what a client has to prove beyond its secret `pid`
public record Recovery(
    Duration maxDisconnection, RecoveryStore.Factory store, RecoveryGuard guard) {
  private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

  /// Two minutes, in the memory of this node.
  public static Recovery inMemory() {
    return from((namespace, maxDisconnection) -> new InMemoryRecoveryStore(maxDisconnection));
  }

  /// Two minutes, from a store of the application.
  public static Recovery from(RecoveryStore.Factory store) {
    return new Recovery(TWO_MINUTES, store, RecoveryGuard.TRUSTING);
  }

  /// The same, for clients that are away no longer than this.
  public Recovery within(Duration value) {
    return new Recovery(value, store, guard);
  }

  /// The same, with another guard.
  public Recovery guardedBy(RecoveryGuard value) {
    return new Recovery(maxDisconnection, store, value);
  }
}
