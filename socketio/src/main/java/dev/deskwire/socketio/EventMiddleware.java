package dev.deskwire.socketio;

/// Stands before the named handlers of a socket's events, for instance to limit their rate.
///
/// Runs on the virtual thread of the event. An exception drops the event.
@FunctionalInterface
public interface EventMiddleware {
  /// Looks at an event.
  ///
  /// @return whether it goes on to the next middleware and the handlers; who drops it may
  ///   acknowledge it first
  boolean pass(String event, Args args, Ack ack) throws Exception;
}
