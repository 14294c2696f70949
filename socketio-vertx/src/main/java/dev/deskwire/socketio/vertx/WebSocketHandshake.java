package dev.deskwire.socketio.vertx;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a request to become a WebSocket says beside its address. Source: RFC 6455, section 4.2.1.
///
/// Vert.x would leave a request that breaks these rules without an answer, and its connection open.
final class WebSocketHandshake {
  /// Those of the reference.
  private static final Set<String> VERSIONS = Set.of("13", "8");

  /// Sixteen bytes in base64.
  private static final Pattern KEY = Pattern.compile("[+/0-9A-Za-z]{22}==");

  private WebSocketHandshake() {}

  /// What is wrong with the request, in the reference's words.
  static Optional<String> problem(HttpServerRequest request) {
    var key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !KEY.matcher(key).matches()) {
      return Optional.of("Missing or invalid Sec-WebSocket-Key header");
    }
    var version = request.getHeader("Sec-WebSocket-Version");
    return version != null && VERSIONS.contains(version)
        ? Optional.empty()
        : Optional.of("Missing or invalid Sec-WebSocket-Version header");
  }

  /// What the client calls its protocol first: one that names any and is told none gives up. The
  /// reference chooses the same.
  static Optional<String> subprotocol(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Sec-WebSocket-Protocol"))
        .map(names -> names.split(",", 2)[0].strip())
        .filter(name -> !name.isEmpty());
  }
}
