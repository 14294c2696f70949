package dev.deskwire.socketio.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How a server answers requests: the headers that go along, compression, and the words of a
/// refusal. Thread-safe.
final class Responses {
  /// What takes longer to compress than an event loop should be kept.
  private static final int MUCH_TO_COMPRESS = 64_000;

  private final EngineOptions options;

  Responses(EngineOptions options) {
    this.options = options;
  }

  /// Answers with a body as it is.
  void respond(HttpExchange exchange, int status, @Nullable String contentType, byte[] body) {
    var headers = new LinkedHashMap<>(corsHeaders(exchange.request()));
    if (contentType != null) {
      headers.put("Content-Type", contentType);
    }
    exchange.respond(new HttpAnswer(status, headers, ByteBuffer.wrap(body)));
  }

  /// Answers a poll or a POST of a session.
  void answer(
      HttpExchange exchange, String sessionId, String contentType, byte[] body, boolean compress) {
    var request = exchange.request();
    var headers = new LinkedHashMap<>(corsHeaders(request));
    headers.put("Content-Type", contentType);
    headers.put("Cache-Control", "no-store");
    var cookie = options.http().cookie();
    if (RequestChecks.isHandshake(request) && cookie != null) {
      headers.put("Set-Cookie", cookie.with(sessionId));
    }
    addHeaders(headers, request);
    var coding =
        compress && body.length >= options.http().compressionThreshold()
            ? ContentCoding.preferredBy(request.header("accept-encoding"))
            : Optional.<ContentCoding>empty();
    if (coding.isEmpty()) {
      exchange.respond(new HttpAnswer(200, headers, ByteBuffer.wrap(body)));
      return;
    }
    headers.put("Content-Encoding", coding.get().token());
    Runnable answer =
        () ->
            exchange.respond(
                new HttpAnswer(200, headers, ByteBuffer.wrap(coding.get().compress(body))));
    if (body.length < MUCH_TO_COMPRESS) {
      answer.run();
    } else {
      executeOr(answer, exchange::abort);
    }
  }

  /// The headers of the answer that makes a WebSocket.
  Map<String, String> handshakeHeaders(RequestInfo request) {
    var headers = new LinkedHashMap<>(corsHeaders(request));
    addHeaders(headers, request);
    return headers;
  }

  private void addHeaders(Map<String, String> headers, RequestInfo request) {
    try {
      if (RequestChecks.isHandshake(request)) {
        options.http().initialHeaders().add(headers, request);
      }
      options.http().headers().add(headers, request);
    } catch (RuntimeException failure) {
      options.errors().failed("a header hook", failure);
    }
  }

  /// Refuses a request, and tells the application of it.
  void refuse(HttpExchange exchange, Refusal refusal) {
    tell(exchange.request(), refusal);
    var error = refusal.error();
    var body =
        "{\"code\":%d,\"message\":\"%s\"}".formatted(error.code(), escape(refusal.message()));
    respond(exchange, error.status(), "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// Refused WebSockets get the message alone and always 400, as from the reference.
  void refuse(UpgradeExchange exchange, Refusal refusal) {
    tell(exchange.request(), refusal);
    var body = ByteBuffer.wrap(refusal.message().getBytes(StandardCharsets.UTF_8));
    exchange.refuse(
        new HttpAnswer(400, Map.of("Connection", "close", "Content-Type", "text/html"), body));
  }

  private void tell(RequestInfo request, Refusal refusal) {
    options.observer().refused(request, refusal);
    try {
      options.http().refusals().refused(request, refusal);
    } catch (RuntimeException failure) {
      options.errors().failed("a refusal hook", failure);
    }
  }

  Map<String, String> corsHeaders(RequestInfo request) {
    var cors = options.cors();
    return cors == null ? Map.of() : cors.headers(request);
  }

  /// Runs what is too long for an event loop.
  ///
  /// @param otherwise run here when the application's threads take nothing more
  void executeOr(Runnable task, Runnable otherwise) {
    if (!Offload.run(options.executor(), task)) {
      otherwise.run();
    }
  }

  /// Escapes a gate's message for JSON; all other messages need none.
  private static String escape(String text) {
    var escaped = new StringBuilder(text.length());
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            escaped.append('\\').append((char) c);
          } else if (c < ' ') {
            escaped.append("\\u%04x".formatted(c));
          } else {
            escaped.append((char) c);
          }
        });
    return escaped.toString();
  }
}
