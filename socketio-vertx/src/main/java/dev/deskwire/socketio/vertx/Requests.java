package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.RequestInfo;
import io.vertx.core.http.HttpServerRequest;
import java.util.LinkedHashMap;
import java.util.Locale;

/// Reads a Vert.x request into a [RequestInfo].
final class Requests {
  private Requests() {}

  static RequestInfo info(HttpServerRequest request) {
    var headers = new LinkedHashMap<String, String>();
    request
        .headers()
        .forEach(header ->
            headers.merge(
                header.getKey().toLowerCase(Locale.ROOT),
                header.getValue(),
                (first, next) -> first + ", " + next));
    var address = request.remoteAddress();
    return new RequestInfo(
        request.method().name(),
        request.uri(),
        headers,
        address == null || address.hostAddress() == null ? "" : address.hostAddress(),
        "https".equals(request.scheme()));
  }
}
