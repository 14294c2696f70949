package dev.deskwire.socketio.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A request to become a WebSocket whose answer carries more headers.
final class DecoratedUpgrade implements UpgradeExchange {
  private final UpgradeExchange exchange;
  private final Map<String, String> headers;

  DecoratedUpgrade(UpgradeExchange exchange, Map<String, String> headers) {
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
  public void refuse(HttpAnswer answer) {
    exchange.refuse(new HttpAnswer(answer.status(), with(answer.headers()), answer.body()));
  }

  @Override
  public void accept(Map<String, String> more, Consumer<Wire> opened) {
    exchange.accept(with(more), opened);
  }

  private Map<String, String> with(Map<String, String> more) {
    var all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return all;
  }
}
