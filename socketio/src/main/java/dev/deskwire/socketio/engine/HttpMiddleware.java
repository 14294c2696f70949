package dev.deskwire.socketio.engine;

import java.util.Map;

/// Stands before every HTTP request of the server, those that become a WebSocket included: the
/// reference's `engine.use`. Runs on a virtual thread and may block. An exception refuses the
/// request as a bad one.
@FunctionalInterface
public interface HttpMiddleware {
  /// Decides about one request.
  ///
  /// @throws Exception told to the error hook; the request is refused as a bad one
  Decision decide(RequestInfo request) throws Exception;

  /// What becomes of the request.
  sealed interface Decision {
    /// The next middleware sees it; after the last one the server.
    ///
    /// @param headers added to the answer, whatever it is
    record GoOn(Map<String, String> headers) implements Decision {
      public GoOn {
        headers = Map.copyOf(headers);
      }

      public GoOn() {
        this(Map.of());
      }
    }

    /// It is answered here.
    record Answer(HttpAnswer answer) implements Decision {}
  }
}
