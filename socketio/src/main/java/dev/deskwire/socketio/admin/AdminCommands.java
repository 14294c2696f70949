package dev.deskwire.socketio.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.Broadcast;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// What the page can do to sockets. Each command names a namespace and a filter: a room, several,
/// or nothing for every socket; the id of a socket is the room in which it is alone.
final class AdminCommands {
  private static final String[] NO_ROOMS = {};

  /// The commands as the page knows them, for one socket and for many.
  static final List<String> FEATURES =
      List.of("EMIT", "JOIN", "LEAVE", "DISCONNECT", "MJOIN", "MLEAVE", "MDISCONNECT");

  private AdminCommands() {}

  static void serve(SocketIoServer server, Socket page) {
    page.on(
        "emit",
        (args, ack) ->
            audience(server, args.get(0), args.get(1))
                .filter(audience -> args.get(2).isTextual())
                .ifPresent(audience -> audience.emit(args.get(2).textValue(), rest(args))));
    page.on(
        "join",
        (args, ack) ->
            audience(server, args.get(0), args.get(2))
                .ifPresent(audience -> audience.socketsJoin(names(args.get(1)))));
    page.on(
        "leave",
        (args, ack) ->
            audience(server, args.get(0), args.get(2))
                .ifPresent(audience -> audience.socketsLeave(names(args.get(1)))));
    page.on(
        "_disconnect",
        (args, ack) ->
            audience(server, args.get(0), args.get(2))
                .ifPresent(audience -> audience.disconnectSockets(args.get(1).asBoolean())));
  }

  /// Only of namespaces that there are: the page brings none into being.
  private static Optional<Broadcast> audience(
      SocketIoServer server, JsonNode namespace, JsonNode filter) {
    var rooms = names(filter);
    return server
        .find(namespace.asText(""))
        .map(found -> rooms.length == 0 ? found.everybody() : found.in(rooms));
  }

  private static String[] names(JsonNode node) {
    if (node.isTextual() && !node.textValue().isEmpty()) {
      return new String[] {node.textValue()};
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .filter(JsonNode::isTextual)
            .map(JsonNode::textValue)
            .toArray(String[]::new)
        : NO_ROOMS;
  }

  private static Object[] rest(Args args) {
    return args.values().subList(3, args.size()).toArray();
  }
}
