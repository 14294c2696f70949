package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EngineOptions;
import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.HttpAnswer;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.RequestInfo;
import dev.deskwire.socketio.engine.UpgradeExchange;
import dev.deskwire.socketio.engine.Wire;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/// A request on Vert.x to become a WebSocket.
final class VertxUpgrade implements UpgradeExchange {
  private final HttpServerRequest request;
  private final RequestInfo info;
  private final VertxLoops.NettyLoop loop;
  private final EngineOptions options;

  VertxUpgrade(HttpServerRequest request, VertxLoops.NettyLoop loop, EngineOptions options) {
    this.request = request;
    this.info = Requests.info(request);
    this.loop = loop;
    this.options = options;
    request.pause();
  }

  @Override
  public RequestInfo request() {
    return info;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void refuse(HttpAnswer answer) {
    var response = request.response().setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    request.resume();
    response
        .end(Buffer.buffer(Answers.body(answer)))
        .onComplete(done -> request.connection().close());
  }

  @Override
  public void accept(Map<String, String> headers, Consumer<Wire> opened) {
    var problem = WebSocketHandshake.problem(request);
    if (problem.isPresent()) {
      refuse(malformed(problem.get()));
      return;
    }
    headers.forEach(request.response()::putHeader);
    WebSocketHandshake.subprotocol(request)
        .ifPresent(name -> request.response().putHeader("Sec-WebSocket-Protocol", name));
    int deflateFrom = agreeOnCompression();
    var wire = new VertxWire(loop, options.session().maxPayload(), deflateFrom);
    Channels.takeOver(request, wire, () -> opened.accept(wire));
  }

  /// Agrees to compress if the server does and the client offers it.
  ///
  /// @return bytes from which on messages are compressed
  private int agreeOnCompression() {
    int threshold = options.deflateThreshold();
    if (threshold == HttpOptions.NO_COMPRESSION) {
      return HttpOptions.NO_COMPRESSION;
    }
    var answer = DeflateOffers.answer(info.header("sec-websocket-extensions"));
    if (answer.isEmpty()) {
      return HttpOptions.NO_COMPRESSION;
    }
    request.response().putHeader(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS, answer.get());
    return threshold;
  }

  private static HttpAnswer malformed(String problem) {
    var headers =
        Map.of(
            "Connection", "close", "Content-Type", "text/html", "Sec-WebSocket-Version", "13, 8");
    return new HttpAnswer(400, headers, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)));
  }
}
