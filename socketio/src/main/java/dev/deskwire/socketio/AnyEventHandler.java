package dev.deskwire.socketio;

/// Handles events of any name, on a virtual thread; it may block.
@FunctionalInterface
public interface AnyEventHandler {
  /// Handles one event.
  ///
  /// @throws Exception told to the error hook; the connection and the handlers after this one go on
  void handle(String event, Args args, Ack ack) throws Exception;
}
