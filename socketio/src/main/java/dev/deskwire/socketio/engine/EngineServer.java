package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.session.EngineError;
import dev.deskwire.socketio.session.EngineSession;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Opens sessions, finds them again by their id, and refuses every other request.
///
/// Thread-safe. A shell calls [#handle] and [#upgrade] for each request under the server's path.
public final class EngineServer {
  private static final Refusal MIDDLEWARE_FAILURE =
      new Refusal(EngineError.BAD_REQUEST, Map.of("name", "MIDDLEWARE_FAILURE"));

  private static final String OCTETS = "application/octet-stream";

  private final EngineOptions options;
  private final Middlewares middlewares;
  private final Responses responses;
  private final SessionActions actions;
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
    this.responses = new Responses(options);
    this.actions = new SessionActions(this);
    this.checks = new RequestChecks(options.transports());
    this.entrance = new Entrance(options.opening(), checks, options.executor(), options.errors());
    this.application = application;
  }

  /// The options this server was made with.
  public EngineOptions options() {
    return options;
  }

  Responses responses() {
    return responses;
  }

  SessionActions actions() {
    return actions;
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
      responses.executeOr(() -> serve(client, file, exchange), exchange::abort);
      return;
    }
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedExchange(exchange, headers)),
        exchange::respond,
        () -> responses.refuse(exchange, MIDDLEWARE_FAILURE));
  }

  /// Takes an HTTP request that asks to become a WebSocket.
  public void upgrade(UpgradeExchange exchange) {
    middlewares.decide(
        exchange.request(),
        exchange.loop(),
        headers -> take(headers.isEmpty() ? exchange : new DecoratedUpgrade(exchange, headers)),
        exchange::refuse,
        () -> responses.refuse(exchange, MIDDLEWARE_FAILURE));
  }

  private void serve(ClientFiles client, String file, HttpExchange exchange) {
    if (!answersPreflight(exchange)) {
      var request = exchange.request();
      var answer = client.answer(request, file);
      var headers = new LinkedHashMap<>(responses.corsHeaders(request));
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
      exchange.respond(new HttpAnswer(204, responses.corsHeaders(request), ByteBuffer.allocate(0)));
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
      responses.refuse(exchange, refusal.get());
    } else if (known != null) {
      forward(exchange, known);
    } else if (closed) {
      responses.refuse(exchange, Refusal.of(EngineError.FORBIDDEN));
    } else {
      entrance.decide(
          request,
          exchange.loop(),
          connections::containsKey,
          id -> handshake(exchange, id),
          refused -> responses.refuse(exchange, refused));
    }
  }

  /// The reference completes the WebSocket handshake of an unsupported version first and then
  /// writes its refusal into it; here the refusal comes in HTTP, where a client can read it.
  private void take(UpgradeExchange exchange) {
    var request = exchange.request();
    var known = known(request);
    var refusal = checks.check(request, known, true);
    if (refusal.isPresent()) {
      responses.refuse(exchange, refusal.get());
    } else if (known != null) {
      exchange.accept(
          responses.handshakeHeaders(request),
          RequestChecks.isWebSocket(request)
              ? known::upgrade
              : wire -> wire.close(EngineSession.NO_CODE, ""));
    } else if (closed) {
      responses.refuse(exchange, Refusal.of(EngineError.FORBIDDEN));
    } else {
      entrance.decide(
          request,
          exchange.loop(),
          connections::containsKey,
          id -> handshake(exchange, id),
          refused -> responses.refuse(exchange, refused));
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
        responses.handshakeHeaders(request),
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

  private @Nullable EngineConnection known(RequestInfo request) {
    return RequestChecks.isHandshake(request) ? null : connections.get(RequestChecks.sid(request));
  }
}
