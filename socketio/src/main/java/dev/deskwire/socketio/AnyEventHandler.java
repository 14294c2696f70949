package dev.deskwire.socketio;

/// Handles events of any name, on a virtual thread; it may block.
@FunctionalInterface
public interface AnyEventHandler {
  void handle(String event, Args args, Ack ack) throws Exception;
}
