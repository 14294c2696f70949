package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.packet.SocketPacket;
import dev.deskwire.socketio.room.AckCollector;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.LocalSockets;
import dev.deskwire.socketio.room.SocketDetails;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sockets of a namespace as programs beside the desk may see them: by id and rooms. Their
/// handshakes hold cookies and tokens that open the whole desk.
record WithoutCredentials(LocalSockets all) implements LocalSockets {
  /// What says nothing of who somebody is.
  private static final List<String> HARMLESS =
      List.of("time", "address", "xdomain", "secure", "issued");

  @Override
  public List<SocketDetails> fetch(Audience audience) {
    return all.fetch(audience).stream()
        .map(socket ->
            new SocketDetails(socket.id(), harmless(socket.handshake()), socket.rooms(), object()))
        .toList();
  }

  private static JsonNode harmless(JsonNode handshake) {
    var shown = object();
    HARMLESS.forEach(name -> shown.set(name, handshake.path(name)));
    shown.put("url", "");
    for (var secret : List.of("headers", "query", "auth")) {
      shown.set(secret, object());
    }
    return shown;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  @Override
  public String namespace() {
    return all.namespace();
  }

  @Override
  public void deliver(SocketPacket.Event packet, Audience audience, Emission emission) {
    all.deliver(packet, audience, emission);
  }

  @Override
  public void deliver(
      SocketPacket.Event packet, Audience audience, Emission emission, @Nullable String offset) {
    all.deliver(packet, audience, emission, offset);
  }

  @Override
  public void deliverWithAck(
      SocketPacket.Event packet, Audience audience, Emission emission, AckCollector answers) {
    all.deliverWithAck(packet, audience, emission, answers);
  }

  @Override
  public Set<String> rooms() {
    return all.rooms();
  }

  @Override
  public boolean hasRoom(String room) {
    return all.hasRoom(room);
  }

  @Override
  public void serverSideEvent(List<JsonNode> data, @Nullable Consumer<List<JsonNode>> answer) {
    all.serverSideEvent(data, answer);
  }

  @Override
  public void join(Audience audience, Collection<String> rooms) {
    all.join(audience, rooms);
  }

  @Override
  public void leave(Audience audience, Collection<String> rooms) {
    all.leave(audience, rooms);
  }

  @Override
  public void disconnect(Audience audience, boolean close) {
    all.disconnect(audience, close);
  }

  @Override
  public void failed(String where, Throwable failure) {
    all.failed(where, failure);
  }
}
