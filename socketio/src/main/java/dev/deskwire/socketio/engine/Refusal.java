package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.EngineError;
import java.util.Map;

/// Why a request was refused before it reached a session.
///
/// @param error what the client is told
/// @param context what only the application is told, by the reference's names: `name` tells
///   refusals of one error apart (`INVALID_ORIGIN`, `TRANSPORT_MISMATCH`, `PROTOCOL_MISMATCH`,
///   `TRANSPORT_HANDSHAKE_ERROR`, `ID_GENERATION_ERROR`, `MIDDLEWARE_FAILURE`), and `transport`,
///   `previousTransport`, `protocol`, `previousProtocol`, `sid`, `method`, `origin` and `message`
///   say with what the client came. The values are the client's own: anything may stand there.
public record Refusal(EngineError error, Map<String, String> context) {
  public Refusal {
    context = Map.copyOf(context);
  }

  static Refusal of(EngineError error) {
    return new Refusal(error, Map.of());
  }

  static Refusal of(EngineError error, String key, String value) {
    return new Refusal(error, Map.of(key, value));
  }

  /// What the client reads: the gate's own words, where there are any.
  String message() {
    return error == EngineError.FORBIDDEN
        ? context.getOrDefault("message", error.message())
        : error.message();
  }
}
