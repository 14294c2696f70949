package dev.deskwire.socketio.engine;

/// Decides whether a client may open a session: the reference's `allowRequest`.
///
/// Called on a virtual thread, so it may block. An exception refuses the request.
@FunctionalInterface
public interface RequestGate {
  /// Decides about one request that would open a session.
  ///
  /// @throws Exception told to the error hook; the request is refused with 403
  Verdict decide(RequestInfo request) throws Exception;

  /// The decision.
  sealed interface Verdict {
    /// The session is opened.
    record Allowed() implements Verdict {}

    /// Answered with 403, or with 400 and the message alone on a WebSocket, as the reference does.
    ///
    /// @param message what the client reads
    record Refused(String message) implements Verdict {}
  }
}
