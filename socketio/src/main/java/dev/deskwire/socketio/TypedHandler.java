package dev.deskwire.socketio;

/// Handles one kind of event whose first argument has a type, on a virtual thread; it may block.
@FunctionalInterface
public interface TypedHandler<T> {
  void handle(T value, Ack ack) throws Exception;
}
