package dev.deskwire.socketio.packet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The format every client speaks by default: a line of text, and each byte array as a message of
/// its own after it.
///
/// The text is `<type>[<attachments>-][<namespace>,][<id>][<json>]`.
public final class JsonFormat implements PacketFormat {
  /// Source: the reference's parser since 4.2.6, where the bound came as a security fix.
  public static final int DEFAULT_MAX_ATTACHMENTS = 10;

  private static final JsonMapper MAPPER = new JsonMapper();

  /// Trailing tokens are refused, because two readers might disagree on what `1 2` means.
  private static final ObjectReader READER =
      MAPPER.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final int maxAttachments;

  /// With at most [#DEFAULT_MAX_ATTACHMENTS] byte arrays in one packet of a client.
  public JsonFormat() {
    this(DEFAULT_MAX_ATTACHMENTS);
  }

  /// @param maxAttachments byte arrays a client may send in one packet
  public JsonFormat(int maxAttachments) {
    this.maxAttachments = maxAttachments;
  }

  @Override
  public List<EnginePacket> encode(SocketPacket packet) {
    return switch (packet) {
      case SocketPacket.Connect(var namespace, var data) ->
          textOnly(header('0', 0, namespace, null), data);
      case SocketPacket.Disconnect(var namespace) ->
          textOnly(header('1', 0, namespace, null), null);
      case SocketPacket.Event(var namespace, var id, var data) ->
          withAttachments('2', '5', namespace, id, data);
      case SocketPacket.Ack(var namespace, var id, var args) ->
          withAttachments('3', '6', namespace, id, args);
      case SocketPacket.ConnectError(var namespace, var data) ->
          textOnly(header('4', 0, namespace, null), data);
    };
  }

  @Override
  public PacketDecoder newDecoder() {
    return new JsonPacketDecoder(maxAttachments);
  }

  /// @throws ProtocolException if `text` is not one JSON value
  static JsonNode parse(String text) {
    try {
      return READER.readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new ProtocolException("invalid payload");
    }
  }

  private static List<EnginePacket> textOnly(StringBuilder header, @Nullable JsonNode data) {
    if (data != null) {
      header.append(write(data));
    }
    return List.of(new EnginePacket.Message(header.toString()));
  }

  private static List<EnginePacket> withAttachments(
      char plainType, char binaryType, String namespace, @Nullable Long id, List<JsonNode> data) {
    var attachments = new ArrayList<ByteBuffer>();
    var array = JsonNodeFactory.instance.arrayNode(data.size());
    for (var item : data) {
      array.add(Attachments.takeOut(item, attachments));
    }
    if (attachments.isEmpty()) {
      return textOnly(header(plainType, 0, namespace, id), array);
    }
    var packets = new ArrayList<EnginePacket>(1 + attachments.size());
    packets.addAll(textOnly(header(binaryType, attachments.size(), namespace, id), array));
    for (var attachment : attachments) {
      packets.add(new EnginePacket.Binary(attachment));
    }
    return packets;
  }

  private static StringBuilder header(
      char type, int attachments, String namespace, @Nullable Long id) {
    var header = new StringBuilder().append(type);
    if (attachments > 0) {
      header.append(attachments).append('-');
    }
    if (!namespace.equals("/")) {
      header.append(namespace).append(',');
    }
    if (id != null) {
      header.append(id.longValue());
    }
    return header;
  }

  private static String write(JsonNode data) {
    try {
      return MAPPER.writeValueAsString(data);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a JSON tree can always be written", impossible);
    }
  }

  /// For tests and callers that have an array rather than a list.
  static List<JsonNode> items(ArrayNode array) {
    var items = new ArrayList<JsonNode>(array.size());
    array.forEach(items::add);
    return items;
  }
}
