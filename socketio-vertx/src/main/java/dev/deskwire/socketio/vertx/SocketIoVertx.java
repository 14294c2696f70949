package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineServer;
import dev.deskwire.socketio.engine.HttpOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/// Mounts servers on Vert.x.
public final class SocketIoVertx {
  private SocketIoVertx() {}

  /// Sends the requests under the server's path to it, before all other routes.
  public static void mount(Router router, SocketIoServer server) {
    mount(router, server.path(), server.engine());
  }

  /// Mounts an Engine.IO server without Socket.IO on it.
  ///
  /// @param path where it lives, with a slash at either end
  public static void mount(Router router, String path, EngineServer engine) {
    var loops = new VertxLoops();
    router
        .route(path + "*")
        .order(Integer.MIN_VALUE)
        .handler(context -> {
          var requested = context.request().path();
          if (requested != null && requested.startsWith(path)) {
            dispatch(context, engine, loops);
          } else {
            context.next();
          }
        });
  }

  /// Adapts the options of an HTTP server to what [#mount] needs: frames as large as a message may
  /// be, and compressed ones if the server compresses. Vert.x closes a WebSocket with a larger
  /// frame, by default one of 64 KiB, and with a compressed one when it was told not to support
  /// any.
  public static HttpServerOptions configure(HttpServerOptions options, SocketIoServer server) {
    int largest = server.engine().options().session().maxPayload();
    if (server.engine().options().deflateThreshold() != HttpOptions.NO_COMPRESSION) {
      options.setPerMessageWebSocketCompressionSupported(true);
    }
    return options.setMaxWebSocketFrameSize(Math.max(options.getMaxWebSocketFrameSize(), largest));
  }

  private static void dispatch(RoutingContext context, EngineServer engine, VertxLoops loops) {
    var request = context.request();
    var loop = loops.of(Channels.of(request));
    if (isUpgrade(request)) {
      engine.upgrade(new VertxUpgrade(request, loop, engine.options()));
    } else {
      engine.handle(new VertxExchange(request, loop));
    }
  }

  private static boolean isUpgrade(HttpServerRequest request) {
    return request.headers().contains(HttpHeaders.UPGRADE, HttpHeaders.WEBSOCKET, true);
  }
}
