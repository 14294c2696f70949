package dev.deskwire.socketio;

import org.jspecify.annotations.Nullable;

/// The answer a client may have asked for with its event.
public interface Ack {
  /// Whether the client waits for an answer.
  boolean isRequested();

  /// Answers. Only the first call counts, and only if an answer was asked for.
  ///
  /// @param values JSON nodes, or anything Jackson can make one of; byte arrays travel as bytes
  void send(@Nullable Object... values);
}
