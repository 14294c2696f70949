package dev.deskwire.examples.chat;

import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/// A chat with names and rooms: Chat PORT PATH-OF-SOCKET.IO.MIN.JS
public final class Chat {
  record Message(String room, String text) {}

  public static void main(String[] args) {
    var server = SocketIoServer.builder().build();
    var chat = server.of("/");
    chat.use(socket -> socket.handshake().auth().path("name").asText("").isBlank()
        ? Admission.refuse("a name, please")
        : Admission.admit());
    chat.onConnection(socket -> {
      var name = socket.handshake().auth().path("name").asText().strip();
      socket.on("join", String.class, (room, ack) -> {
        socket.join("room:" + room);
        socket.to("room:" + room).emit("joined", room, name);
        ack.send(true);
      });
      socket.on("say", Message.class, (message, ack) -> {
        var room = "room:" + message.room();
        boolean member = socket.rooms().contains(room);
        if (member) chat.to(room).emit("said", message.room(), name, message.text());
        ack.send(member);
      });
    });

    var vertx = Vertx.vertx();
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    router.get("/").handler(page -> page.response().sendFile("index.html"));
    router.get("/socket.io.min.js").handler(script -> script.response().sendFile(args[1]));
    var http = vertx.createHttpServer().requestHandler(router).listen(Integer.parseInt(args[0]));
    http.onSuccess(listening -> System.out.println("http://localhost:" + listening.actualPort()));
    http.onFailure(failure -> { System.err.println(failure.getMessage()); System.exit(1); });
  }
}
