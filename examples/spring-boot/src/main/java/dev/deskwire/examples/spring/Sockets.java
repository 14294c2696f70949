package dev.deskwire.examples.spring;

import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The Socket.IO server on a port of its own: it starts and stops with the application, and other
/// beans emit through it from any thread.
@Component
public class Sockets implements SmartLifecycle, DisposableBean {
  private final SocketIoServer server = SocketIoServer.builder().build();
  private final Vertx vertx = Vertx.vertx();
  private final int port;
  private volatile boolean running;

  Sockets(@Value("${socketio.port:3001}") int port) {
    this.port = port;
    var main = server.of("/");
    main.use(socket ->
        socket.handshake().auth().path("name").asText("").isBlank()
            ? Admission.refuse("a name, please")
            : Admission.admit());
    main.onConnection(socket -> socket.on("follow", String.class, (topic, ack) -> {
      socket.join("topic:" + topic);
      ack.send(true);
    }));
  }

  /// Tells everyone who follows a topic.
  void tell(String topic, Object news) {
    server.of("/").to("topic:" + topic).emit("news", news);
  }

  @Override
  public void start() {
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    vertx
        .createHttpServer()
        .requestHandler(router)
        .listen(port)
        .toCompletionStage()
        .toCompletableFuture()
        .join(); // a port that is taken stops the application, as any other failure at its start
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    server.close().toCompletableFuture().join();
  }

  /// Also after a start that failed: the threads of Vert.x would keep the application alive.
  @Override
  public void destroy() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
