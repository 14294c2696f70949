package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.EngineError;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What can be told of a request without asking the application: whether it belongs to a session,
/// may open one, or is refused and why.
record RequestChecks(Set<TransportKind> transports) {
  private static final String PROTOCOL = "4";

  /// Source: the reference takes every other version for this one.
  private static final String OTHER_PROTOCOL = "3";

  /// Checks a request.
  ///
  /// @param known the session it names, if there is one
  /// @param upgrade whether it asks to become a WebSocket
  Optional<Refusal> check(RequestInfo request, @Nullable EngineConnection known, boolean upgrade) {
    var transport = request.query().getOrDefault("transport", "");
    if (transports.stream().noneMatch(kind -> kind.wireName().equals(transport))) {
      return Optional.of(Refusal.of(EngineError.UNKNOWN_TRANSPORT, "transport", transport));
    }
    var origin = request.header("origin");
    if (origin != null && !isHeaderValue(origin)) {
      return refused("INVALID_ORIGIN", Map.of("origin", origin));
    }
    if (isHandshake(request)) {
      return checkHandshake(request, upgrade);
    }
    return known == null
        ? Optional.of(Refusal.of(EngineError.UNKNOWN_SID, "sid", sid(request)))
        : checkSession(request, known, upgrade);
  }

  /// Checks the version of the protocol in which a session would be opened.
  Optional<Refusal> checkProtocol(RequestInfo request) {
    return isOurProtocol(request)
        ? Optional.empty()
        : Optional.of(
            Refusal.of(EngineError.UNSUPPORTED_PROTOCOL_VERSION, "protocol", OTHER_PROTOCOL));
  }

  private static Optional<Refusal> checkHandshake(RequestInfo request, boolean upgrade) {
    if (!request.method().equals("GET")) {
      return Optional.of(Refusal.of(EngineError.BAD_HANDSHAKE_METHOD, "method", request.method()));
    }
    return isWebSocket(request) && !upgrade
        ? refused("TRANSPORT_HANDSHAKE_ERROR", Map.of())
        : Optional.empty();
  }

  private static Optional<Refusal> checkSession(
      RequestInfo request, EngineConnection known, boolean upgrade) {
    if (!upgrade && isWebSocket(request)) {
      var previous = known.transport().wireName();
      var transport = TransportKind.WEBSOCKET.wireName();
      return refused(
          "TRANSPORT_MISMATCH", Map.of("transport", transport, "previousTransport", previous));
    }
    return isOurProtocol(request)
        ? Optional.empty()
        : refused(
            "PROTOCOL_MISMATCH", Map.of("protocol", OTHER_PROTOCOL, "previousProtocol", PROTOCOL));
  }

  private static Optional<Refusal> refused(String name, Map<String, String> with) {
    var context = new HashMap<>(with);
    context.put("name", name);
    return Optional.of(new Refusal(EngineError.BAD_REQUEST, context));
  }

  static boolean isHandshake(RequestInfo request) {
    return sid(request).isEmpty();
  }

  static boolean isWebSocket(RequestInfo request) {
    return TransportKind.WEBSOCKET.wireName().equals(request.query().get("transport"));
  }

  static String sid(RequestInfo request) {
    return request.query().getOrDefault("sid", "");
  }

  private static boolean isOurProtocol(RequestInfo request) {
    return PROTOCOL.equals(request.query().get("EIO"));
  }

  /// Source: RFC 9110, section 5.5; the reference checks this one header the same way.
  private static boolean isHeaderValue(String value) {
    return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
  }
}
