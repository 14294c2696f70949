package dev.deskwire.socketio.vertx;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/// The only place that reaches below Vert.x's public interface, to the Netty channel of a
/// connection.
///
/// Rejected: staying above and writing each message through `ServerWebSocket`. That flushes each
/// message by itself and encodes a frame per receiver.
final class Channels {
  private Channels() {}

  static Channel of(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      return connection.channel();
    }
    throw new IllegalStateException("not a connection of this version of Vert.x");
  }

  /// Keeps this connection's WebSocket uncompressed: the limit of a message counts inflated bytes,
  /// which Vert.x does not bound while inflating.
  static void disableCompression(Channel channel) {
    var pipeline = channel.pipeline();
    if (pipeline.get(WebSocketServerExtensionHandler.class) != null) {
      pipeline.remove(WebSocketServerExtensionHandler.class);
    }
  }
}
