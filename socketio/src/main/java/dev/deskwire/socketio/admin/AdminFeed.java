package dev.deskwire.socketio.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.Ack;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.RemoteSocket;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.room.RoomListener;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Every socket, room and event, as it happens.
///
/// Under the name `_admin` each socket's data holds what the page needs beside it, as in the
/// reference, so that other nodes can tell of the socket. A change of a socket's data is told when
/// the next handler of its events has returned.
final class AdminFeed implements ServerObserver {
  /// Times as pages write them.
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final SocketIoServer server;
  private final Namespace pages;
  private final Map<String, Set<Socket>> byConnection = new ConcurrentHashMap<>();
  private final Map<Socket, JsonNode> toldData = new ConcurrentHashMap<>();
  private volatile boolean closed;

  AdminFeed(SocketIoServer server, Namespace pages) {
    this.server = server;
    this.pages = pages;
  }

  void begin() {
    server.observe(this);
    server.namespaces().forEach(name -> server.find(name).ifPresent(this::hearRooms));
    server.onNewNamespace(this::hearRooms);
  }

  void close() {
    closed = true;
    server.unobserve(this);
  }

  /// Tells a page of all sockets of all nodes.
  void tellAll(Socket page) {
    var found =
        server.namespaces().stream()
            .flatMap(name -> server.find(name).stream())
            .map(namespace ->
                namespace
                    .everybody()
                    .fetchSockets()
                    .thenApply(sockets -> forms(sockets, namespace.name()))
                    .toCompletableFuture())
            .toList();
    var all = JsonNodeFactory.instance.arrayNode();
    found.forEach(forms -> all.addAll(forms.join()));
    page.emitEphemeral("all_sockets", all);
  }

  @Override
  public void connected(Socket socket) {
    remember(socket);
    byConnection
        .computeIfAbsent(socket.connection().tag(), tag -> ConcurrentHashMap.newKeySet())
        .add(socket);
    var now = now();
    var found = socket.namespace().in(socket.id()).local().fetchSockets();
    var unused =
        found.thenAccept(sockets -> {
          for (var form : forms(sockets, socket.namespace().name())) {
            toldData.put(socket, form.path("data"));
            tell("socket_connected", form, now);
          }
        });
  }

  @Override
  public void upgraded(EngineConnection connection) {
    for (var socket : byConnection.getOrDefault(connection.tag(), Set.of())) {
      remember(socket);
      var update = update(socket);
      tell("socket_updated", update.put("transport", connection.transport().wireName()));
    }
  }

  @Override
  public void disconnected(Socket socket, CloseReason reason) {
    toldData.remove(socket);
    byConnection.computeIfPresent(
        socket.connection().tag(),
        (tag, sockets) -> {
          sockets.remove(socket);
          return sockets.isEmpty() ? null : sockets;
        });
    tell(
        "socket_disconnected",
        text(socket.namespace().name()),
        text(socket.id()),
        text(reason.text()),
        now());
  }

  @Override
  public void eventReceived(Socket socket, String event, Args args, Ack ack) {
    tellEvent("event_received", socket, event, args);
  }

  @Override
  public void eventSent(Socket socket, String event, Args args) {
    tellEvent("event_sent", socket, event, args);
  }

  @Override
  public void eventHandled(Socket socket, String event, Duration took) {
    if (!toldData.containsKey(socket)) {
      return;
    }
    var unused =
        socket
            .namespace()
            .in(socket.id())
            .local()
            .fetchSockets()
            .thenAccept(sockets -> sockets.forEach(found -> tellData(socket, found)));
  }

  private void tellData(Socket socket, RemoteSocket found) {
    var data = AdminForms.data(found.data());
    var before = toldData.replace(socket, data);
    if (before != null && !before.equals(data)) {
      ObjectNode update = update(socket);
      update.set("data", data);
      tell("socket_updated", update);
    }
  }

  private void tellEvent(String what, Socket socket, String event, Args args) {
    if (socket.namespace() != pages) {
      var values = JsonNodeFactory.instance.arrayNode().add(event).addAll(args.values());
      tell(what, text(socket.namespace().name()), text(socket.id()), values, now());
    }
  }

  private void hearRooms(Namespace namespace) {
    namespace.onRooms(
        new RoomListener() {
          @Override
          public void joined(String room, String socketId) {
            tell("room_joined", text(namespace.name()), text(room), text(socketId), now());
          }

          @Override
          public void left(String room, String socketId) {
            tell("room_left", text(namespace.name()), text(room), text(socketId), now());
          }
        });
  }

  /// Keeps with the socket what only this node knows of it.
  private static void remember(Socket socket) {
    var connection = socket.connection();
    socket
        .data()
        .put(
            AdminForms.OWN,
            Map.of("clientId", connection.tag(), "transport", connection.transport().wireName()));
  }

  private static ObjectNode update(Socket socket) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", socket.id())
        .put("nsp", socket.namespace().name());
  }

  private static List<JsonNode> forms(List<RemoteSocket> sockets, String namespace) {
    return sockets.stream().map(socket -> AdminForms.of(socket, namespace)).toList();
  }

  private void tell(String event, @Nullable Object... args) {
    if (!closed) {
      pages.everybody().ephemeral().emit(event, args);
    }
  }

  private static JsonNode text(String value) {
    return TextNode.valueOf(value);
  }

  private static JsonNode now() {
    return TextNode.valueOf(TIME.format(Instant.now()));
  }
}
