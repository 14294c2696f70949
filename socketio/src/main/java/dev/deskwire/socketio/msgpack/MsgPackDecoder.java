package dev.deskwire.socketio.msgpack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.packet.EventNames;
import dev.deskwire.socketio.packet.PacketDecoder;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.packet.SocketPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads [MsgPackFormat]. Every message is a whole packet, so it remembers nothing.
final class MsgPackDecoder implements PacketDecoder {
  @Override
  public Optional<SocketPacket> text(String message) {
    throw new ProtocolException("text where bytes are expected");
  }

  @Override
  public Optional<SocketPacket> binary(ByteBuffer message) {
    if (!(MsgPackJson.read(message) instanceof ObjectNode packet)) {
      throw new ProtocolException("invalid packet");
    }
    if (!packet.path("type").isIntegralNumber()) {
      throw new ProtocolException("unknown packet type");
    }
    if (!packet.path("nsp").isTextual()) {
      throw new ProtocolException("invalid namespace");
    }
    return Optional.of(
        packet(
            packet.path("type").asInt(-1),
            packet.path("nsp").textValue(),
            id(packet.get("id")),
            packet.get("data")));
  }

  private static SocketPacket packet(
      int type, String namespace, @Nullable Long id, @Nullable JsonNode data) {
    return switch (type) {
      case MsgPackFormat.CONNECT -> new SocketPacket.Connect(namespace, object(data));
      case MsgPackFormat.DISCONNECT -> {
        if (data != null) {
          throw invalidPayload();
        }
        yield new SocketPacket.Disconnect(namespace);
      }
      case MsgPackFormat.EVENT -> new SocketPacket.Event(namespace, id, event(data));
      case MsgPackFormat.ACK -> new SocketPacket.Ack(namespace, id, items(data));
      case MsgPackFormat.CONNECT_ERROR -> {
        if (data == null || !(data.isTextual() || data.isObject())) {
          throw invalidPayload();
        }
        yield new SocketPacket.ConnectError(namespace, data);
      }
      default -> throw new ProtocolException("unknown packet type");
    };
  }

  private static @Nullable ObjectNode object(@Nullable JsonNode data) {
    if (data == null || data instanceof ObjectNode) {
      return (ObjectNode) data;
    }
    throw invalidPayload();
  }

  /// The same names as in the other format; the reference does not look at them here.
  private static List<JsonNode> event(@Nullable JsonNode data) {
    var items = items(data);
    var name = items.isEmpty() ? null : items.getFirst();
    boolean valid =
        name != null
            && (name.isNumber() || (name.isTextual() && !EventNames.isReserved(name.textValue())));
    if (!valid) {
      throw invalidPayload();
    }
    return items;
  }

  private static List<JsonNode> items(@Nullable JsonNode data) {
    if (!(data instanceof ArrayNode array)) {
      throw invalidPayload();
    }
    var items = new ArrayList<JsonNode>(array.size());
    array.forEach(items::add);
    return items;
  }

  private static @Nullable Long id(@Nullable JsonNode id) {
    if (id == null) {
      return null;
    }
    if (!id.isIntegralNumber() || !id.canConvertToLong()) {
      throw new ProtocolException("illegal acknowledgement id");
    }
    return id.longValue();
  }

  private static ProtocolException invalidPayload() {
    return new ProtocolException("invalid payload");
  }
}
