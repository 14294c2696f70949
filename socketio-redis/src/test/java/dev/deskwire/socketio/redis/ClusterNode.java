package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Broadcast;
import dev.deskwire.socketio.BroadcastAnswers;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.RemoteSocket;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.SocketIoServerBuilder;
import dev.deskwire.socketio.vertx.SocketIoVertx;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/// One node of this library, which does what its clients ask of it; `node.mjs` does the same.
final class ClusterNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final SocketIoServer server;
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer http;
  private final List<JsonNode> journal = new CopyOnWriteArrayList<>();

  ClusterNode(String name, SocketIoServerBuilder builder) {
    this.name = name;
    this.server = builder.build();
    serve(server.of("/"));
    serve(server.of("/chat"));
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    http =
        now(
            vertx
                .createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage());
  }

  int port() {
    return http.actualPort();
  }

  Namespace main() {
    return server.of("/");
  }

  @Override
  public void close() {
    now(server.close());
    now(vertx.close().toCompletionStage());
  }

  private void serve(Namespace namespace) {
    namespace.onServerEvent(
        "server-news",
        (args, ack) -> {
          var entry = JsonNodeFactory.instance.arrayNode().add(name).addAll(args.values());
          journal.add(entry);
        });
    namespace.onServerEvent(
        "server-question", (args, ack) -> ack.send(name + ": " + args.first().asText()));
    namespace.onConnection(socket -> {
      socket.data().putIfAbsent("name", socket.handshake().auth().path("name").asText());
      serveOne(namespace, socket);
      serveRooms(namespace, socket);
      serveServers(namespace, socket);
    });
  }

  private static void serveOne(Namespace namespace, Socket socket) {
    on(socket, "recovered", args -> socket.recovered());
    run(socket, "enter", args -> socket.join(args.first().asText()));
    run(socket, "say-to-me", args -> socket.emit(args.first().asText(), from(args, 1)));
    run(
        socket,
        "broadcast",
        args -> choose(namespace, args.first()).emit(args.get(1).asText(), from(args, 2)));
    on(
        socket,
        "ask",
        args -> {
          BroadcastAnswers answers =
              now(
                  choose(namespace, args.first())
                      .emitWithAck(
                          Duration.ofMillis(args.get(1).asLong()),
                          args.get(2).asText(),
                          from(args, 3)));
          var received = answers.received().stream().map(Args::first).toList();
          return List.of(answers.complete(), received);
        });
  }

  private static void serveRooms(Namespace namespace, Socket socket) {
    on(
        socket,
        "fetch",
        args ->
            now(namespace.in(args.first().asText()).fetchSockets()).stream()
                .map(ClusterNode::shown)
                .toList());
    run(
        socket,
        "pull",
        args -> namespace.in(args.first().asText()).socketsJoin(names(args.get(1))));
    run(
        socket,
        "push",
        args -> namespace.in(args.first().asText()).socketsLeave(names(args.get(1))));
    run(
        socket,
        "expel",
        args -> namespace.in(args.first().asText()).disconnectSockets(args.get(1).asBoolean()));
  }

  private void serveServers(Namespace namespace, Socket socket) {
    run(socket, "tell-servers", args -> namespace.serverSideEmit("server-news", args.toArray()));
    on(
        socket,
        "ask-servers",
        args ->
            now(namespace.serverSideEmitWithAck(PATIENCE, args.first().asText(), from(args, 1)))
                .stream()
                .map(Args::first)
                .toList());
    on(socket, "journal", args -> List.copyOf(journal));
  }

  private static JsonNode shown(RemoteSocket socket) {
    var rooms = JsonNodeFactory.instance.arrayNode();
    socket.rooms().stream().filter(room -> !room.equals(socket.id())).sorted().forEach(rooms::add);
    var shown = JsonNodeFactory.instance.objectNode().put("id", socket.id());
    shown.set("name", socket.data().path("name"));
    shown.set("rooms", rooms);
    shown.set("auth", socket.handshake().path("auth").path("name"));
    return shown;
  }

  private static Broadcast choose(Namespace namespace, JsonNode spec) {
    var chosen = namespace.except(names(spec.path("except")));
    if (!spec.path("to").isEmpty()) {
      chosen = chosen.to(names(spec.path("to")));
    }
    if (spec.path("local").asBoolean()) {
      chosen = chosen.local();
    }
    if (spec.path("gust").asBoolean()) {
      chosen = chosen.asVolatile();
    }
    return spec.path("plain").asBoolean() ? chosen.compress(false) : chosen;
  }

  private static void on(Socket socket, String event, Function<Args, Object> action) {
    socket.on(event, (args, ack) -> ack.send(action.apply(args)));
  }

  private static void run(Socket socket, String event, Consumer<Args> action) {
    socket.on(
        event,
        (args, ack) -> {
          action.accept(args);
          ack.send((Object) null);
        });
  }

  private static String[] names(JsonNode names) {
    return StreamSupport.stream(names.spliterator(), false)
        .map(JsonNode::asText)
        .toArray(String[]::new);
  }

  private static Object[] from(Args args, int first) {
    return args.values().subList(first, args.size()).toArray();
  }

  /// @throws CompletionException with what went wrong
  static <T> T now(CompletionStage<T> stage) {
    return stage.toCompletableFuture().copy().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
