package dev.deskwire.socketio.msgpack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.packet.PacketDecoder;
import dev.deskwire.socketio.packet.PacketFormat;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A packet as one MessagePack map with `type`, `nsp`, `data` and `id`. Bytes are no attachments
/// here but values like any other.
public final class MsgPackFormat implements PacketFormat {
  static final int CONNECT = 0;
  static final int DISCONNECT = 1;
  static final int EVENT = 2;
  static final int ACK = 3;
  static final int CONNECT_ERROR = 4;

  @Override
  public List<EnginePacket> encode(SocketPacket packet) {
    return switch (packet) {
      case SocketPacket.Connect(var namespace, var data) -> of(CONNECT, namespace, null, data);
      case SocketPacket.Disconnect(var namespace) -> of(DISCONNECT, namespace, null, null);
      case SocketPacket.Event(var namespace, var id, var data) ->
          of(EVENT, namespace, id, array(data));
      case SocketPacket.Ack(var namespace, var id, var args) -> of(ACK, namespace, id, array(args));
      case SocketPacket.ConnectError(var namespace, var data) ->
          of(CONNECT_ERROR, namespace, null, data);
    };
  }

  @Override
  public PacketDecoder newDecoder() {
    return new MsgPackDecoder();
  }

  private static List<EnginePacket> of(
      int type, String namespace, @Nullable Long id, @Nullable JsonNode data) {
    var packet = JsonNodeFactory.instance.objectNode().put("type", type);
    if (data != null) {
      packet.set("data", data);
    }
    if (id != null) {
      packet.put("id", id);
    }
    packet.put("nsp", namespace);
    return List.of(new EnginePacket.Binary(ByteBuffer.wrap(MsgPackJson.write(packet))));
  }

  private static ArrayNode array(List<JsonNode> items) {
    return JsonNodeFactory.instance.arrayNode(items.size()).addAll(items);
  }
}
