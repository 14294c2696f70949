package dev.deskwire.socketio;

/// Handles one kind of event whose first argument has a type, on a virtual thread; it may block.
@FunctionalInterface
public interface TypedHandler<T> {
  /// Handles one event.
  ///
  /// @param value made of the first argument by Jackson
  /// @throws Exception told to the error hook; the connection and the handlers after this one go on
  void handle(T value, Ack ack) throws Exception;
}
