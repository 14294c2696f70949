package dev.deskwire.socketio.engine;

import java.util.LinkedHashMap;
import java.util.Map;

/// An exchange whose answer carries more headers.
final class DecoratedExchange implements HttpExchange {
  private final HttpExchange exchange;
  private final Map<String, String> headers;

  DecoratedExchange(HttpExchange exchange, Map<String, String> headers) {
    this.exchange = exchange;
    this.headers = headers;
  }

  @Override
  public RequestInfo request() {
    return exchange.request();
  }

  @Override
  public EventLoop loop() {
    return exchange.loop();
  }

  @Override
  public void respond(HttpAnswer answer) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(answer.headers());
    exchange.respond(new HttpAnswer(answer.status(), all, answer.body()));
  }

  @Override
  public void abort() {
    exchange.abort();
  }

  @Override
  public void onAbort(Runnable listener) {
    exchange.onAbort(listener);
  }

  @Override
  public void readBody(int limit, BodyListener listener) {
    exchange.readBody(limit, listener);
  }
}
