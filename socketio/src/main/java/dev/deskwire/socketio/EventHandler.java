package dev.deskwire.socketio;

/// Handles one kind of event of a socket, on a virtual thread; it may block.
@FunctionalInterface
public interface EventHandler {
  /// Handles one event.
  ///
  /// @throws Exception told to the error hook; the connection and the handlers after this one go on
  void handle(Args args, Ack ack) throws Exception;
}
