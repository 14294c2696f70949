package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineError;
import dev.deskwire.socketio.session.EngineSession;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens sessions, finds them again by their id, and refuses every other request.
///
/// Thread-safe. A shell calls [#handle] and [#upgrade] for each request under the server's path.
public final class EngineServer {
  private static final Refusal MIDDLEWARE_FAILURE =
      new Refusal(EngineError.BAD_REQUEST, Map.of("name", "MIDDLEWARE_FAILURE"));

  private static final String OCTETS = "application/octet-stream";

  /// What takes longer to compress than an event loop should be kept.
  private static final int MUCH_TO_COMPRESS = 64_000;

  private final EngineOptions options;
  private final Middlewares middlewares;
  private final RequestChecks checks;
  private final Entrance entrance;
  private final Function<EngineConnection, EngineListener> application;
  private final Map<String, EngineConnection> connections = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile boolean closed;

  /// A server for the given application.
  ///
  /// @param application called for each new session, on its loop, before anything is received
  public EngineServer(
      EngineOptions options, Function<EngineConnection, EngineListener> application) {
    this.options = options;
    this.middlewares =
        new Middlewares(options.http().middlewares(), options.executor(), options.errors());
    this.checks = new RequestChecks(options.transports());
    this.entrance = new Entrance(options.opening(), checks, options.executor(), options.errors());
    this.application = application;
  }

  /// The options this server was made with.
  public EngineOptions options() {
    return options;
  }

  /// Whether sessions can still be opened: the server has not been told to close.
  public boolean isOpen() {
    return !closed;
  }

  /// How many sessions are open.
  public int connectionCount() {
    return connections.size();
  }

  /// The open sessions.
  public Collection<EngineConnection> connections() {
    return List.copyOf(connections.values());
  }

  /// Opens no more sessions and closes every one in order: what was sent before goes out first, on
  /// long-polling with the client's next request. What is open after the patience is closed at
  /// once.
  ///
  /// @param code the WebSocket close code; 1005 for none
  /// @return completes when no session is open any more
  public CompletionStage<Void> close(int code, String reason, Duration patience) {
    closed = true;
    for (var connection : connections()) {
      connection.close(code, reason);
      connection.schedule(
          patience, () -> connection.abandon(CloseReason.SERVER_SHUTTING_DOWN, code, reason));
    }
    completeIfOver();
    return over;
  }

  private void completeIfOver() {
    if (closed && connections.isEmpty()) {
      over.complete(null);
    }
  }

  /// Takes an HTTP request that asks for no WebSocket.
  public void handle(HttpExchange exchange) {
    var client = options.http().client();
    var file =
        client == null ? null : ClientFiles.named(exchange.request(), options.http().clientPath());
    if (client != null && file != null) {
      executeOr(() -> serve(client, file, exchange), exchange::abort);
      return;
    }
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedExchange(exchange, headers)),
        exchange::respond,
        () -> refuse(exchange, MIDDLEWARE_FAILURE));
  }

  /// Takes an HTTP request that asks to become a WebSocket.
  public void upgrade(UpgradeExchange exchange) {
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedUpgrade(exchange, headers)),
        exchange::refuse,
        () -> refuse(exchange, MIDDLEWARE_FAILURE));
  }

  private void serve(ClientFiles client, String file, HttpExchange exchange) {
    if (!answersPreflight(exchange)) {
      var request = exchange.request();
      var answer = client.answer(request, file);
      var headers = new LinkedHashMap<>(corsHeaders(request));
      answer
          .headers()
          .forEach((name, value) -> headers.merge(name, value, (cors, more) -> cors + ", " + more));
      exchange.respond(new HttpAnswer(answer.status(), headers, answer.body()));
    }
  }

  private boolean answersPreflight(HttpExchange exchange) {
    var request = exchange.request();
    var cors = options.cors();
    boolean preflight = cors != null && cors.isPreflight(request);
    if (preflight) {
      exchange.respond(new HttpAnswer(204, corsHeaders(request), ByteBuffer.allocate(0)));
    }
    return preflight;
  }

  private void take(HttpExchange exchange) {
    if (answersPreflight(exchange)) {
      return;
    }
    var request = exchange.request();
    var known = known(request);
    var refusal = checks.check(request, known, false);
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else if (known != null) {
      forward(exchange, known);
    } else if (closed) {
      refuse(exchange, Refusal.of(EngineError.FORBIDDEN));
    } else {
      entrance.decide(
          request,
          exchange.loop(),
          connections::containsKey,
          id -> handshake(exchange, id),
          refused -> refuse(exchange, refused));
    }
  }

  /// The reference completes the WebSocket handshake of an unsupported version first and then
  /// writes its refusal into it; here the refusal comes in HTTP, where a client can read it.
  private void take(UpgradeExchange exchange) {
    var request = exchange.request();
    var known = known(request);
    var refusal = checks.check(request, known, true);
    if (refusal.isPresent()) {
      refuse(exchange, refusal.get());
    } else if (known != null) {
      exchange.accept(
          handshakeHeaders(request),
          RequestChecks.isWebSocket(request)
              ? known::upgrade
              : wire -> wire.close(EngineSession.NO_CODE, ""));
    } else if (closed) {
      refuse(exchange, Refusal.of(EngineError.FORBIDDEN));
    } else {
      entrance.decide(
          request,
          exchange.loop(),
          connections::containsKey,
          id -> handshake(exchange, id),
          refused -> refuse(exchange, refused));
    }
  }

  // Sessions

  private void handshake(HttpExchange exchange, String id) {
    EngineSession<HttpExchange, Wire> session =
        EngineSession.overPolling(id, options.session(), MonotonicTime.now());
    open(new EngineConnection(id, this, options, exchange.request(), exchange.loop(), session))
        .poll(exchange);
  }

  private void handshake(UpgradeExchange exchange, String id) {
    var request = exchange.request();
    exchange.accept(
        handshakeHeaders(request),
        wire -> {
          if (!RequestChecks.isWebSocket(request) || closed) {
            wire.close(EngineSession.NO_CODE, "");
            return;
          }
          EngineSession<HttpExchange, Wire> session =
              EngineSession.overWebSocket(id, options.session(), wire, MonotonicTime.now());
          open(new EngineConnection(id, this, options, request, wire.loop(), session)).open(wire);
        });
  }

  private EngineConnection open(EngineConnection connection) {
    connections.put(connection.id(), connection);
    options.observer().opened(connection);
    connection.begin(application.apply(connection));
    var initial = options.opening().initialPacket();
    if (initial != null) {
      connection.send(Outbound.of(List.of(new EncodedPacket(initial)), false));
    }
    if (closed) {
      // It came in while the server was being closed, which did not see it.
      connection.abandon(CloseReason.SERVER_SHUTTING_DOWN, EngineSession.NO_CODE, "");
    }
    return connection;
  }

  void forget(EngineConnection connection) {
    connections.remove(connection.id());
    completeIfOver();
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
      if (RequestChecks.isHandshake(request)) {
        options.http().initialHeaders().add(headers, request);
      }
      options.http().headers().add(headers, request);
    } catch (RuntimeException failure) {
      options.errors().failed("a header hook", failure);
    }
  }

  void refuse(HttpExchange exchange, Refusal refusal) {
    tell(exchange.request(), refusal);
    var error = refusal.error();
    var body =
        "{\"code\":%d,\"message\":\"%s\"}".formatted(error.code(), escape(refusal.message()));
    respond(exchange, error.status(), "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// Refused WebSockets get the message alone and always 400, as from the reference.
  private void refuse(UpgradeExchange exchange, Refusal refusal) {
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

  private Map<String, String> corsHeaders(RequestInfo request) {
    var cors = options.cors();
    return cors == null ? Map.of() : cors.headers(request);
  }

  // Requests

  private @Nullable EngineConnection known(RequestInfo request) {
    return RequestChecks.isHandshake(request) ? null : connections.get(RequestChecks.sid(request));
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
