package dev.deskwire.socketio;

/// Hears of every event that is sent to a socket, broadcasts included. Called on the thread that
/// emits, so it must not block.
@FunctionalInterface
public interface OutgoingHandler {
  /// An event is about to be queued for the socket. Changing what it is told changes nothing.
  void sent(String event, Args args);
}
