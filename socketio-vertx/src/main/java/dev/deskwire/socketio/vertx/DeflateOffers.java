package dev.deskwire.socketio.vertx;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionUtil;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers a client that offers to compress its WebSocket: `permessage-deflate` of RFC 7692.
///
/// Neither side keeps a window from one message to the next: a broadcast is then compressed once
/// for all its receivers, and an idle connection holds no compressor. Netty's own handler keeps
/// both for each connection.
final class DeflateOffers {
  private static final String NAME = "permessage-deflate";
  private static final String ANSWER =
      NAME + "; server_no_context_takeover; client_no_context_takeover";

  private static final List<String> WINDOWS =
      List.of("server_max_window_bits", "client_max_window_bits");

  /// The only window that the JDK's compressor has.
  private static final String WINDOW_BITS = "15";

  private DeflateOffers() {}

  /// The answer to the first offer that can be accepted.
  ///
  /// @param offers the client's header `Sec-WebSocket-Extensions`, if there is one
  static Optional<String> answer(@Nullable String offers) {
    return offers == null
        ? Optional.empty()
        : WebSocketExtensionUtil.extractExtensions(offers).stream()
            .filter(DeflateOffers::isAcceptable)
            .findFirst()
            .map(DeflateOffers::answer);
  }

  private static boolean isAcceptable(WebSocketExtensionData offer) {
    return offer.name().equals(NAME)
        && offer.parameters().entrySet().stream()
            .allMatch(parameter -> isAcceptable(parameter.getKey(), parameter.getValue()));
  }

  private static boolean isAcceptable(String parameter, @Nullable String value) {
    return switch (parameter) {
      case "server_no_context_takeover", "client_no_context_takeover" -> value == null;
      case "client_max_window_bits" -> value == null || value.matches("[89]|1[0-5]");
      case "server_max_window_bits" -> WINDOW_BITS.equals(value);
      default -> false;
    };
  }

  private static String answer(WebSocketExtensionData offer) {
    var answer = new StringBuilder(ANSWER);
    for (var window : WINDOWS) {
      var bits = offer.parameters().get(window);
      if (bits != null) {
        answer.append("; ").append(window).append('=').append(bits);
      }
    }
    return answer.toString();
  }
}
