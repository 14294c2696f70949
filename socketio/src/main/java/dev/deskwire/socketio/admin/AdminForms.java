package dev.deskwire.socketio.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.RemoteSocket;
import java.util.List;

/// Sockets as the page reads them.
final class AdminForms {
  /// Where a socket's data holds what is the page's business only.
  static final String OWN = "_admin";

  private static final List<String> HANDSHAKE =
      List.of("headers", "query", "issued", "secure", "time", "url", "xdomain");

  /// Where proxies tell a client's address. The reference believes them, too: it is only shown.
  private static final List<String> FORWARDED = List.of("cf-connecting-ip", "x-forwarded-for");

  /// Whoever holds these can speak for the client. The reference shows them.
  private static final List<String> SECRETS = List.of("cookie", "authorization");

  private AdminForms() {}

  static JsonNode of(RemoteSocket socket, String namespace) {
    var form = JsonNodeFactory.instance.objectNode().put("id", socket.id());
    var own = socket.data().path(OWN);
    for (var name : List.of("clientId", "transport")) {
      if (own.path(name).isTextual()) {
        form.set(name, own.get(name));
      }
    }
    form.put("nsp", namespace);
    form.set("data", data(socket.data()));
    form.set("handshake", handshake(socket.handshake()));
    ArrayNode rooms = form.putArray("rooms");
    socket.rooms().forEach(rooms::add);
    return form;
  }

  static JsonNode data(JsonNode data) {
    return data instanceof ObjectNode object ? object.deepCopy().without(OWN) : data;
  }

  private static JsonNode handshake(JsonNode handshake) {
    var shown = JsonNodeFactory.instance.objectNode();
    shown.set("address", address(handshake));
    for (var name : HANDSHAKE) {
      shown.set(name, handshake.path(name).deepCopy());
    }
    if (shown.path("headers") instanceof ObjectNode headers) {
      headers.remove(SECRETS);
    }
    return shown;
  }

  private static JsonNode address(JsonNode handshake) {
    for (var name : FORWARDED) {
      var told = handshake.path("headers").path(name);
      if (told.isTextual()) {
        return told;
      }
    }
    return handshake.path("address");
  }
}
