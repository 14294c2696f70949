package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.HttpAnswer;
import dev.deskwire.socketio.engine.RequestInfo;
import dev.deskwire.socketio.engine.UpgradeExchange;
import dev.deskwire.socketio.engine.Wire;
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
  private final EventLoop loop;
  private final int maxMessage;

  VertxUpgrade(HttpServerRequest request, EventLoop loop, int maxMessage) {
    this.request = request;
    this.info = Requests.info(request);
    this.loop = loop;
    this.maxMessage = maxMessage;
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
    var channel = Channels.of(request);
    Channels.disableCompression(channel);
    headers.forEach(request.response()::putHeader);
    WebSocketHandshake.subprotocol(request)
        .ifPresent(name -> request.response().putHeader("Sec-WebSocket-Protocol", name));
    // A failed handshake has been answered by Vert.x, and nobody waits for it here.
    request
        .toWebSocket()
        .onSuccess(socket -> opened.accept(new VertxWire(socket, channel, loop, maxMessage)));
  }

  private static HttpAnswer malformed(String problem) {
    var headers =
        Map.of(
            "Connection", "close", "Content-Type", "text/html", "Sec-WebSocket-Version", "13, 8");
    return new HttpAnswer(400, headers, ByteBuffer.wrap(problem.getBytes(StandardCharsets.UTF_8)));
  }
}
