package dev.deskwire.socketio;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Remembers, for one namespace, sessions that may come back and events they may miss.
///
/// Thread-safe. An application with a log of its own implements this over the log: it emits with
/// the log's positions as offsets ([Broadcast#emitAt]), lets [#append] return nothing, and reads
/// [#missed] from the log.
public interface RecoveryStore {
  /// Remembers a session, for the time of the [Factory]. It must not block: it is called while the
  /// connection ends, and the client may be back in a moment.
  void persist(RecoverySession session);

  /// Finds a session and forgets it, so that it goes on only once. It may block.
  Optional<RecoverySession> take(String pid);

  /// Remembers an event that is being emitted. The events of a namespace come one at a time, in the
  /// order in which they are sent; it must not block.
  ///
  /// @return the offset that goes with it; nothing to send it without one, as an event that nobody
  ///   gets later
  Optional<String> append(RecoverableEvent event);

  /// The events after an offset that were meant for a session, oldest first. The session's rooms
  /// are those that it may stand in now. It may block.
  ///
  /// It is called after the restored socket has joined its rooms; events that are emitted from then
  /// on reach the socket in any case, and only once if they are among the missed ones too.
  ///
  /// @return nothing if it cannot tell, because the offset is unknown or too old; the client then
  ///   begins anew
  Optional<List<MissedEvent>> missed(RecoverySession session, String offset);

  /// Whether the namespace's adapter carries events through a log that this store reads. Then the
  /// adapter gives every event its offset, those for a single socket included; [#append] is asked
  /// only for what stays on this node, and an application cannot give offsets of its own.
  default boolean isFilledByAdapter() {
    return false;
  }

  /// Makes the store of a namespace.
  @FunctionalInterface
  interface Factory {
    /// Called once for each namespace.
    ///
    /// @param maxDisconnection how long a session is to be remembered
    RecoveryStore create(String namespace, Duration maxDisconnection);
  }
}
