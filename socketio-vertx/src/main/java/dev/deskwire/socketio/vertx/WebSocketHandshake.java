package dev.deskwire.socketio.vertx;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a request to become a WebSocket says beside its address, and the answer. Source: RFC 6455,
/// section 4.2.
final class WebSocketHandshake {
  /// Those of the reference.
  private static final Set<String> VERSIONS = Set.of("13", "8");

  /// Sixteen bytes in base64.
  private static final Pattern KEY = Pattern.compile("[+/0-9A-Za-z]{22}==");

  /// Source: RFC 6455, section 1.3.
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private WebSocketHandshake() {}

  /// What is wrong with the request, in the reference's words where it has any.
  static Optional<String> problem(HttpServerRequest request) {
    if (request.version() != HttpVersion.HTTP_1_1) {
      return Optional.of("A WebSocket is opened by HTTP/1.1");
    }
    if (!HttpMethod.GET.equals(request.method())) {
      return Optional.of("Invalid HTTP method");
    }
    if (request.headers().getAll(HttpHeaders.CONNECTION).stream()
        .noneMatch(value -> AsciiString.containsIgnoreCase(value, HttpHeaders.UPGRADE))) {
      return Optional.of("\"Connection\" header must be \"Upgrade\".");
    }
    var key = request.getHeader("Sec-WebSocket-Key");
    if (key == null || !KEY.matcher(key).matches()) {
      return Optional.of("Missing or invalid Sec-WebSocket-Key header");
    }
    var version = request.getHeader("Sec-WebSocket-Version");
    return version != null && VERSIONS.contains(version)
        ? Optional.empty()
        : Optional.of("Missing or invalid Sec-WebSocket-Version header");
  }

  /// What the answer says to the request's key.
  static String accept(HttpServerRequest request) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      var key = request.getHeader("Sec-WebSocket-Key") + GUID;
      return Base64.getEncoder().encodeToString(sha1.digest(key.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// What the client calls its protocol first: one that names any and is told none gives up. The
  /// reference chooses the same.
  static Optional<String> subprotocol(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Sec-WebSocket-Protocol"))
        .map(names -> names.split(",", 2)[0].strip())
        .filter(name -> !name.isEmpty());
  }
}
