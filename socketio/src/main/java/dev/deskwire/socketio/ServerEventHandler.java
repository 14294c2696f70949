package dev.deskwire.socketio;

/// Handles an event that another node sent with [Namespace#serverSideEmit], on a virtual thread.
@FunctionalInterface
public interface ServerEventHandler {
  /// @param ack answers the other node, if it wants an answer
  void handle(Args args, Ack ack) throws Exception;
}
