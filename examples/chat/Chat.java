package dev.deskwire.examples.chat;

import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;

/// A chat with names and rooms.
public final class Chat {
  private static final String CLIENT =
      "../../socketio-vertx/src/test/node/node_modules/socket.io-client/dist/socket.io.min.js";

  record Message(String room, String text) {}

  record Said(String room, String from, String text) {}

  record Done(boolean ok) {}

  public static void main(String[] args) {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 3000;
    var client = args.length > 1 ? args[1] : CLIENT;

    var server = SocketIoServer.builder().build();
    var chat = server.of("/");
    chat.use(socket -> {
      var name = socket.handshake().auth().path("name").asText("").strip();
      socket.data().put("name", name);
      return name.isEmpty() ? Admission.refuse("a name, please") : Admission.admit();
    });
    chat.onConnection(socket -> {
      var name = (String) socket.data().get("name");
      socket.on("join", String.class, (room, ack) -> {
        socket.join("room:" + room);
        socket.to("room:" + room).emit("joined", room, name);
        ack.send(new Done(true));
      });
      socket.on("say", Message.class, (message, ack) -> {
        var room = "room:" + message.room();
        boolean member = socket.rooms().contains(room);
        if (member) {
          chat.to(room).emit("said", new Said(message.room(), name, message.text()));
        }
        ack.send(new Done(member));
      });
    });

    var vertx = Vertx.vertx();
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    router.get("/").handler(page -> page.response().sendFile("index.html"));
    router.get("/socket.io.min.js").handler(script -> script.response().sendFile(client));
    vertx
        .createHttpServer(SocketIoVertx.configure(new HttpServerOptions(), server))
        .requestHandler(router)
        .listen(port)
        .onSuccess(http -> System.out.println("http://localhost:" + http.actualPort()))
        .onFailure(failure -> {
          System.err.println(failure.getMessage());
          System.exit(1);
        });
  }
}
