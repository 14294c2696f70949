package dev.deskwire.socketio.vertx;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.function.Consumer;

/// The only place that reaches below Vert.x's public interface, to the Netty channel of a
/// connection.
///
/// Rejected: staying above and writing each message through `ServerWebSocket`. That flushes each
/// message by itself and encodes a frame per receiver.
final class Channels {
  /// How long a peer may take to answer a close frame before its connection is reset.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private Channels() {}

  static Channel of(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      return connection.channel();
    }
    throw new IllegalStateException("not a connection of this version of Vert.x");
  }

  /// Takes extensions of this connection's WebSocket out of Vert.x's hands: the limit of a message
  /// counts inflated bytes, which Vert.x does not bound while inflating.
  ///
  /// @return whether the HTTP server lets frames be extended at all; see [SocketIoVertx#configure]
  static boolean takeExtensions(Channel channel) {
    var pipeline = channel.pipeline();
    if (pipeline.get(WebSocketServerExtensionHandler.class) == null) {
      return false;
    }
    pipeline.remove(WebSocketServerExtensionHandler.class);
    return true;
  }

  /// Inflates the frames that come from now on, before anybody else looks at them.
  static void inflate(Channel channel, FrameInflater inflater) {
    var pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.lastContext().name(), null, inflater);
  }

  /// Where complete frames can be written, past the handlers of HTTP and WebSockets but not past
  /// TLS.
  static ChannelHandlerContext belowFrames(Channel channel) {
    var encoder = channel.pipeline().context(WebSocketFrameEncoder.class);
    return encoder == null ? channel.pipeline().lastContext() : encoder;
  }

  /// Hears of frames that break the WebSocket protocol or its limits. Vert.x would drop the
  /// connection without telling the peer why.
  static void onCorruptFrame(Channel channel, Consumer<WebSocketCloseStatus> listener) {
    var pipeline = channel.pipeline();
    pipeline.addBefore(pipeline.lastContext().name(), null, new CorruptFrames(listener));
  }

  /// Sends a close frame, and closes the connection when the peer has answered it or after a while.
  ///
  /// Vert.x knows nothing of this frame: it would answer the peer's answer, and a browser that gets
  /// a second close frame reports 1006 in place of the code.
  static void close(Channel channel, CloseWebSocketFrame frame) {
    if (!channel.isActive()) {
      frame.release();
      return;
    }
    var pipeline = channel.pipeline();
    var answer = new CloseAnswer();
    pipeline.addBefore(pipeline.lastContext().name(), null, answer);
    var context = pipeline.context(answer);
    var unused = context.writeAndFlush(frame);
    Runnable giveUp =
        () -> {
          var unusedToo = context.close();
        };
    var reset = channel.eventLoop().schedule(giveUp, CLOSE_TIMEOUT.toMillis(), MILLISECONDS);
    channel.closeFuture().addListener(closed -> reset.cancel(false));
  }

  /// Waits for the peer's close frame; what else it sends is no longer of interest.
  private static final class CloseAnswer extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof CloseWebSocketFrame) {
        var unused = context.close();
      }
      ReferenceCountUtil.release(message);
    }
  }

  private static final class CorruptFrames extends ChannelInboundHandlerAdapter {
    private final Consumer<WebSocketCloseStatus> listener;

    CorruptFrames(Consumer<WebSocketCloseStatus> listener) {
      this.listener = listener;
    }

    /// Reserved bits mean something to extensions alone, which stand before this handler and clear
    /// theirs.
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof WebSocketFrame frame && frame.rsv() != 0) {
        frame.release();
        listener.accept(WebSocketCloseStatus.PROTOCOL_ERROR);
      } else {
        super.channelRead(context, message);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) throws Exception {
      if (failure instanceof CorruptedWebSocketFrameException corrupt) {
        listener.accept(corrupt.closeStatus());
      } else {
        super.exceptionCaught(context, failure);
      }
    }
  }
}
