package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineError;
import dev.deskwire.socketio.session.EngineSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens sessions, finds them again by their id, and refuses every other request.
///
/// Thread-safe. A shell calls [#handle] and [#upgrade] for each request under the server's path.
public final class EngineServer {
  private static final String PROTOCOL = "4";
  private static final String OCTETS = "application/octet-stream";

  /// What takes longer to compress than an event loop should be kept.
  private static final int MUCH_TO_COMPRESS = 64_000;

  private final EngineOptions options;
  private final Middlewares middlewares;
  private final Function<EngineConnection, EngineListener> application;
  private final Map<String, EngineConnection> connections = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /// A server for the given application.
  ///
  /// @param application called for each new session, on its loop, before anything is received
  public EngineServer(
      EngineOptions options, Function<EngineConnection, EngineListener> application) {
    this.options = options;
    this.middlewares =
        new Middlewares(options.http().middlewares(), options.executor(), options.errors());
    this.application = application;
  }

  public EngineOptions options() {
    return options;
  }

  /// The open sessions.
  public Collection<EngineConnection> connections() {
    return List.copyOf(connections.values());
  }

  /// Closes every session at once and opens no more.
  ///
  /// @param code the WebSocket close code; 1005 for none
  public void close(CloseReason why, int code, String reason) {
    closed = true;
    connections.values().forEach(connection -> connection.abandon(why, code, reason));
  }

  /// Takes an HTTP request that asks for no WebSocket.
  public void handle(HttpExchange exchange) {
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedExchange(exchange, headers)),
        exchange::respond);
  }

  /// Takes an HTTP request that asks to become a WebSocket.
  public void upgrade(UpgradeExchange exchange) {
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedUpgrade(exchange, headers)),
        exchange::refuse);
  }

  private void take(HttpExchange exchange) {
    var request = exchange.request();
    var cors = options.cors();
    if (cors != null && cors.isPreflight(request)) {
      exchange.respond(new HttpAnswer(204, cors.headers(request), ByteBuffer.allocate(0)));
      return;
    }
    var error = verify(request, false);
    if (error.isPresent()) {
      refuse(exchange, error.get(), error.get().message());
      return;
    }
    var known = known(request);
    if (known != null) {
      forward(exchange, known);
      return;
    }
    ifAllowed(
        request,
        exchange.loop(),
        () -> handshake(exchange),
        message -> refuse(exchange, EngineError.FORBIDDEN, message));
  }

  private void take(UpgradeExchange exchange) {
    var request = exchange.request();
    var error = verify(request, true);
    if (error.isPresent()) {
      refuse(exchange, error.get(), error.get().message());
      return;
    }
    var known = known(request);
    if (known != null) {
      exchange.accept(
          handshakeHeaders(request),
          isWebSocket(request) ? known::upgrade : wire -> wire.close(EngineSession.NO_CODE, ""));
      return;
    }
    ifAllowed(
        request,
        exchange.loop(),
        () -> handshake(exchange),
        message -> refuse(exchange, EngineError.FORBIDDEN, message));
  }

  // Decisions

  private Optional<EngineError> verify(RequestInfo request, boolean upgrade) {
    var transport = request.query().get("transport");
    if (options.transports().stream().noneMatch(kind -> kind.wireName().equals(transport))) {
      return Optional.of(EngineError.UNKNOWN_TRANSPORT);
    }
    if (!isHeaderValue(request.header("origin"))) {
      return Optional.of(EngineError.BAD_REQUEST);
    }
    return isHandshake(request)
        ? verifyHandshake(request, upgrade)
        : verifySession(request, upgrade);
  }

  private Optional<EngineError> verifyHandshake(RequestInfo request, boolean upgrade) {
    if (!request.method().equals("GET")) {
      return Optional.of(EngineError.BAD_HANDSHAKE_METHOD);
    }
    if (isWebSocket(request) && !upgrade) {
      return Optional.of(EngineError.BAD_REQUEST);
    }
    return Optional.empty();
  }

  private Optional<EngineError> verifySession(RequestInfo request, boolean upgrade) {
    var known = known(request);
    if (known == null) {
      return Optional.of(EngineError.UNKNOWN_SID);
    }
    if (!upgrade && isWebSocket(request)) {
      return Optional.of(EngineError.BAD_REQUEST);
    }
    return PROTOCOL.equals(request.query().get("EIO"))
        ? Optional.empty()
        : Optional.of(EngineError.BAD_REQUEST);
  }

  /// Asks the gate on a thread that may block, and comes back to the request's loop.
  private void ifAllowed(
      RequestInfo request, EventLoop loop, Runnable allowed, Consumer<String> refused) {
    if (closed) {
      refused.accept(EngineError.FORBIDDEN.message());
      return;
    }
    var gate = options.gate();
    if (gate == null) {
      allowed.run();
      return;
    }
    try {
      options
          .executor()
          .execute(() -> {
            var verdict = ask(gate, request);
            loop.execute(() -> {
              switch (verdict) {
                case RequestGate.Verdict.Allowed() -> allowed.run();
                case RequestGate.Verdict.Refused(var message) -> refused.accept(message);
              }
            });
          });
    } catch (RejectedExecutionException stopping) {
      refused.accept(EngineError.FORBIDDEN.message());
    }
  }

  private RequestGate.Verdict ask(RequestGate gate, RequestInfo request) {
    try {
      return gate.decide(request);
    } catch (Exception failure) {
      options.errors().failed("the request gate", failure);
      return new RequestGate.Verdict.Refused(EngineError.FORBIDDEN.message());
    }
  }

  // Sessions

  private void handshake(HttpExchange exchange) {
    var request = exchange.request();
    if (!PROTOCOL.equals(request.query().get("EIO"))) {
      var error = EngineError.UNSUPPORTED_PROTOCOL_VERSION;
      refuse(exchange, error, error.message());
      return;
    }
    var id = Ids.next();
    EngineSession<HttpExchange, Wire> session =
        EngineSession.overPolling(id, options.session(), MonotonicTime.now());
    open(new EngineConnection(id, this, options, request, exchange.loop(), session)).poll(exchange);
  }

  /// The reference completes the WebSocket handshake of an unsupported version first and then
  /// writes its refusal into it; here the refusal comes in HTTP, where a client can read it.
  private void handshake(UpgradeExchange exchange) {
    var request = exchange.request();
    if (!PROTOCOL.equals(request.query().get("EIO"))) {
      var error = EngineError.UNSUPPORTED_PROTOCOL_VERSION;
      refuse(exchange, error, error.message());
      return;
    }
    exchange.accept(
        handshakeHeaders(request),
        wire -> {
          if (!isWebSocket(request) || closed) {
            wire.close(EngineSession.NO_CODE, "");
            return;
          }
          var id = Ids.next();
          EngineSession<HttpExchange, Wire> session =
              EngineSession.overWebSocket(id, options.session(), wire, MonotonicTime.now());
          open(new EngineConnection(id, this, options, request, wire.loop(), session)).open(wire);
        });
  }

  private EngineConnection open(EngineConnection connection) {
    connections.put(connection.id(), connection);
    connection.begin(application.apply(connection));
    return connection;
  }

  void forget(EngineConnection connection) {
    connections.remove(connection.id());
  }

  private void forward(HttpExchange exchange, EngineConnection connection) {
    var request = exchange.request();
    switch (request.method()) {
      case "GET" -> connection.poll(exchange);
      case "POST" -> connection.post(exchange, OCTETS.equals(request.header("content-type")));
      default -> connection.otherMethod(exchange);
    }
  }

  // Answers

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
    if (isHandshake(request) && cookie != null) {
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

  private void executeOr(Runnable task, Runnable otherwise) {
    try {
      options.executor().execute(task);
    } catch (RejectedExecutionException stopping) {
      otherwise.run();
    }
  }

  private Map<String, String> handshakeHeaders(RequestInfo request) {
    var headers = new LinkedHashMap<>(corsHeaders(request));
    addHeaders(headers, request);
    return headers;
  }

  private void addHeaders(Map<String, String> headers, RequestInfo request) {
    try {
      if (isHandshake(request)) {
        options.http().initialHeaders().add(headers, request);
      }
      options.http().headers().add(headers, request);
    } catch (RuntimeException failure) {
      options.errors().failed("a header hook", failure);
    }
  }

  private void refuse(HttpExchange exchange, EngineError error, String message) {
    tell(exchange.request(), error);
    reject(exchange, error, message);
  }

  private void tell(RequestInfo request, EngineError error) {
    try {
      options.http().refusals().refused(request, error);
    } catch (RuntimeException failure) {
      options.errors().failed("a refusal hook", failure);
    }
  }

  void reject(HttpExchange exchange, EngineError error, String message) {
    var body = "{\"code\":%d,\"message\":\"%s\"}".formatted(error.code(), escape(message));
    respond(exchange, error.status(), "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// Refused WebSockets get the message alone and always 400, as from the reference.
  private void refuse(UpgradeExchange exchange, EngineError error, String message) {
    tell(exchange.request(), error);
    var body = ByteBuffer.wrap(message.getBytes(StandardCharsets.UTF_8));
    exchange.refuse(
        new HttpAnswer(400, Map.of("Connection", "close", "Content-Type", "text/html"), body));
  }

  private Map<String, String> corsHeaders(RequestInfo request) {
    var cors = options.cors();
    return cors == null ? Map.of() : cors.headers(request);
  }

  // Requests

  private @Nullable EngineConnection known(RequestInfo request) {
    return isHandshake(request) ? null : connections.get(request.query().getOrDefault("sid", ""));
  }

  private static boolean isHandshake(RequestInfo request) {
    return request.query().getOrDefault("sid", "").isEmpty();
  }

  private static boolean isWebSocket(RequestInfo request) {
    return TransportKind.WEBSOCKET.wireName().equals(request.query().get("transport"));
  }

  /// Source: RFC 9110, section 5.5; the reference checks this one header the same way.
  private static boolean isHeaderValue(@Nullable String value) {
    return value == null
        || value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
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
