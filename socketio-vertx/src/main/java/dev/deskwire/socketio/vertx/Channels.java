package dev.deskwire.socketio.vertx;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.observability.HttpResponse;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The only place that reaches below Vert.x's public interface, to the Netty channel of a
/// connection, and takes that over when it becomes a WebSocket: Vert.x would keep more than a
/// thousand bytes for each, flush each message by itself, and encode a frame per receiver.
final class Channels {
  /// What the HTTP server's options may have put before its own handler, and Vert.x leaves there.
  private static final List<Class<? extends ChannelHandler>> OF_HTTP =
      List.of(IdleStateHandler.class, HttpContentDecompressor.class);

  /// What the host wants to do when the connection ends. Vert.x gives it out nowhere, and forgets
  /// it with the handler that a take-over replaces.
  private static final VarHandle CLOSE_HANDLER;

  static {
    try {
      CLOSE_HANDLER =
          MethodHandles.privateLookupIn(ConnectionBase.class, MethodHandles.lookup())
              .findVarHandle(ConnectionBase.class, "closeHandler", Handler.class);
    } catch (ReflectiveOperationException unknown) {
      throw new ExceptionInInitializerError(unknown);
    }
  }

  private Channels() {}

  static Channel of(HttpServerRequest request) {
    return connection(request).channel();
  }

  private static ConnectionBase connection(HttpServerRequest request) {
    if (request.connection() instanceof ConnectionBase connection) {
      return connection;
    }
    throw new IllegalStateException("not a connection of this version of Vert.x");
  }

  /// Answers a request, in which [WebSocketHandshake] has found no problem, with the headers that
  /// its response has so far, and makes its connection a WebSocket of which Vert.x knows nothing
  /// more.
  ///
  /// @param opened called on the event loop before anything is read; not at all if the peer is gone
  static void takeOver(HttpServerRequest request, WebSocketHandler webSocket, Runnable opened) {
    var connection = connection(request);
    var loop = connection.channel().eventLoop();
    request
        .response()
        .putHeader(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .putHeader(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, WebSocketHandshake.accept(request));
    on(
        loop,
        () -> {
          if (connection.channel().isActive()) {
            takeOver(request, connection, webSocket, opened);
          }
        });
  }

  /// The WebSocket stands next to the decoder from the beginning: what that has read beyond the
  /// request comes to it, and to none of the handlers that only know HTTP.
  private static void takeOver(
      HttpServerRequest request,
      ConnectionBase connection,
      WebSocketHandler webSocket,
      Runnable opened) {
    var channel = connection.channel();
    var decoder = channel.pipeline().context(HttpObjectDecoder.class);
    channel.pipeline().addAfter(decoder.name(), null, webSocket);
    request
        .toNetSocket()
        .onSuccess(socket ->
            on(
                channel.eventLoop(),
                () -> {
                  removeHttp(channel.pipeline(), socket);
                  account(request, connection);
                  passOnTheEnd(connection);
                  open(channel, webSocket, opened);
                }))
        // Somebody else, such as a timeout, has answered already.
        .onFailure(answered ->
            on(
                channel.eventLoop(),
                () -> {
                  var unused = channel.pipeline().remove(webSocket.getClass());
                }));
  }

  /// What fails to open is closed: nobody would read it.
  private static void open(Channel channel, WebSocketHandler webSocket, Runnable opened) {
    boolean open = false;
    try {
      opened.run();
      webSocket.start();
      open = true;
    } finally {
      if (!open) {
        var unused = channel.close();
      }
    }
  }

  private static void removeHttp(ChannelPipeline pipeline, NetSocket socket) {
    if (socket instanceof ConnectionBase ofVertx) {
      pipeline.remove(ofVertx.channelHandlerContext().name());
    }
    for (var type : OF_HTTP) {
      if (pipeline.get(type) != null) {
        pipeline.remove(type);
      }
    }
  }

  /// Tells the HTTP server's metrics what they would hear no more: that the request has its answer,
  /// and, when it is time, that the connection is gone.
  @SuppressWarnings("unchecked") // what the metrics hand out is theirs to take
  private static void account(HttpServerRequest request, ConnectionBase connection) {
    if (connection.metrics() instanceof HttpServerMetrics<?, ?, ?> some
        && request instanceof HttpServerRequestInternal known
        && request.response() instanceof HttpResponse answer) {
      var metrics = (HttpServerMetrics<Object, Object, Object>) some;
      var ofConnection = connection.metric();
      var peer = connection.remoteAddress();
      metrics.responseEnd(known.metric(), answer, request.response().bytesWritten());
      connection
          .channel()
          .closeFuture()
          .addListener(closed -> metrics.disconnected(ofConnection, peer));
    }
  }

  /// Lets the host's close handler hear of the connection's end: by it, servers count how many
  /// connections are open. The handler alone is kept; the connection would keep its request.
  private static void passOnTheEnd(ConnectionBase connection) {
    var host = closeHandler(connection);
    if (host != null) {
      var context = connection.getContext();
      connection.channel().closeFuture().addListener(closed -> context.emit(null, host));
    }
  }

  @SuppressWarnings("unchecked") // the type of the field
  private static @Nullable Handler<Void> closeHandler(ConnectionBase connection) {
    // Vert.x writes it under this lock.
    synchronized (connection) {
      return (Handler<Void>) CLOSE_HANDLER.get(connection);
    }
  }

  private static void on(EventLoop loop, Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }
}
