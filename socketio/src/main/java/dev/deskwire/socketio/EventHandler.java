package dev.deskwire.socketio;

/// Handles one kind of event of a socket, on a virtual thread; it may block.
@FunctionalInterface
public interface EventHandler {
  void handle(Args args, Ack ack) throws Exception;
}
