package dev.deskwire.bench.server;

import dev.deskwire.bench.Commands;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

/// The server of this repository, mounted on Vert.x with as many event loops as it is told.
public final class DeskwireServer {
  private DeskwireServer() {}

  /// Listens on a free port of the loopback address and obeys.
  ///
  /// @param args the number of event loops
  public static void main(String[] args) throws Exception {
    int loops = Integer.parseInt(args[0]);
    var server =
        SocketIoServer.builder()
            .pingInterval(Duration.ofMinutes(5))
            .pingTimeout(Duration.ofSeconds(200))
            .build();
    int port = freePort();
    var options = new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(loops);
    Vertx.vertx(options)
        .deployVerticle(
            () -> new Listener(server, port), new DeploymentOptions().setInstances(loops))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
    var everybody = server.of("/");
    new Commands()
        .on("emit", numbers -> emit(everybody, numbers.get(0), numbers.get(1)))
        .on("count", numbers -> count(everybody, numbers.get(0)))
        .on("connections", numbers -> "connections " + everybody.sockets().size())
        .on("queued", numbers -> "queued " + longestQueue(everybody))
        .serve("listening " + port);
  }

  private static String emit(Namespace everybody, int count, int size) {
    var text = "x".repeat(size);
    for (int i = 0; i < count; i++) {
      everybody.emit("news", text);
    }
    return "emitted";
  }

  private static String count(Namespace everybody, int count) {
    for (int i = 0; i < count; i++) {
      everybody.emit("number", i);
    }
    return "counted";
  }

  /// The most bytes that any client has waiting for it.
  private static long longestQueue(Namespace everybody) {
    return everybody.sockets().stream()
        .mapToLong(socket -> socket.connection().queuedBytes())
        .max()
        .orElse(0);
  }

  /// All listeners share one port, which must therefore be known to all.
  private static int freePort() throws IOException {
    try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /// One event loop's share of the connections.
  private static final class Listener extends AbstractVerticle {
    private final SocketIoServer server;
    private final int port;

    Listener(SocketIoServer server, int port) {
      this.server = server;
      this.port = port;
    }

    @Override
    public void start(Promise<Void> started) {
      var router = Router.router(vertx);
      SocketIoVertx.mount(router, server);
      var options =
          new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(4096);
      vertx
          .createHttpServer(options)
          .requestHandler(router)
          .listen()
          .<Void>mapEmpty()
          .onComplete(started);
    }
  }
}
