package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineServer;
import io.vertx.core.http.HttpHeaders;
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
