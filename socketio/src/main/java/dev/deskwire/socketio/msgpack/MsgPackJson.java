package dev.deskwire.socketio.msgpack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.ProtocolException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessagePacker;
import org.msgpack.core.MessageUnpacker;

/// JSON trees as MessagePack and back.
///
/// JavaScript writes `undefined` as an extension of type 0 and dates as timestamps. The first is
/// absent from objects and null in arrays, as in JSON; the second becomes text.
public final class MsgPackJson {
  /// Deeper trees are no data but an attack on the stack.
  private static final int MAX_DEPTH = 200;

  private static final byte UNDEFINED = 0;
  private static final byte TIMESTAMP = -1;

  private MsgPackJson() {}

  /// The bytes of a tree.
  public static byte[] write(JsonNode node) {
    try (var packer = MessagePack.newDefaultBufferPacker()) {
      pack(node, packer);
      return packer.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory can always be written to", impossible);
    }
  }

  /// Reads one value.
  ///
  /// @throws ProtocolException if the bytes are not exactly one value
  public static JsonNode read(ByteBuffer message) {
    var bytes = new byte[message.remaining()];
    message.duplicate().get(bytes);
    try (var unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      var node = unpack(unpacker, bytes.length, 0);
      if (unpacker.getTotalReadBytes() != bytes.length) {
        throw new ProtocolException("trailing bytes");
      }
      return node == null ? NullNode.getInstance() : node;
    } catch (IOException | MessagePackException malformed) {
      throw new ProtocolException("malformed bytes");
    }
  }

  private static void pack(JsonNode node, MessagePacker packer) throws IOException {
    switch (node.getNodeType()) {
      case OBJECT -> {
        packer.packMapHeader(node.size());
        for (var field : node.properties()) {
          packer.packString(field.getKey());
          pack(field.getValue(), packer);
        }
      }
      case ARRAY -> {
        packer.packArrayHeader(node.size());
        for (var item : node) {
          pack(item, packer);
        }
      }
      case BINARY -> {
        var bytes = node.binaryValue();
        packer.packBinaryHeader(bytes.length).writePayload(bytes);
      }
      case NUMBER -> {
        if (node.isIntegralNumber() && node.canConvertToLong()) {
          packer.packLong(node.longValue());
        } else {
          packer.packDouble(node.doubleValue());
        }
      }
      case BOOLEAN -> packer.packBoolean(node.booleanValue());
      case STRING -> packer.packString(node.textValue());
      case NULL, MISSING -> packer.packNil();
      case POJO -> packer.packString(node.asText());
    }
  }

  /// The next value; nothing for `undefined`.
  private static @Nullable JsonNode unpack(MessageUnpacker unpacker, int size, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new ProtocolException("too deep");
    }
    var nodes = JsonNodeFactory.instance;
    return switch (unpacker.getNextFormat().getValueType()) {
      case NIL -> {
        unpacker.unpackNil();
        yield NullNode.getInstance();
      }
      case BOOLEAN -> nodes.booleanNode(unpacker.unpackBoolean());
      case INTEGER -> integer(unpacker);
      case FLOAT -> nodes.numberNode(unpacker.unpackDouble());
      case STRING -> TextNode.valueOf(unpacker.unpackString());
      case BINARY -> BinaryNode.valueOf(payload(unpacker, unpacker.unpackBinaryHeader(), size));
      case ARRAY -> {
        int length = unpacker.unpackArrayHeader();
        var array = nodes.arrayNode();
        for (int i = 0; i < length; i++) {
          var item = unpack(unpacker, size, depth + 1);
          array.add(item == null ? NullNode.getInstance() : item);
        }
        yield array;
      }
      case MAP -> {
        int length = unpacker.unpackMapHeader();
        var object = nodes.objectNode();
        for (int i = 0; i < length; i++) {
          var name = unpacker.unpackString();
          var value = unpack(unpacker, size, depth + 1);
          if (value != null) {
            object.set(name, value);
          }
        }
        yield object;
      }
      case EXTENSION -> extension(unpacker, size);
    };
  }

  private static JsonNode integer(MessageUnpacker unpacker) throws IOException {
    var value = unpacker.unpackBigInteger();
    var nodes = JsonNodeFactory.instance;
    if (value.bitLength() < Integer.SIZE) {
      return nodes.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? nodes.numberNode(value.longValue())
        : nodes.numberNode(value);
  }

  private static @Nullable JsonNode extension(MessageUnpacker unpacker, int size)
      throws IOException {
    var header = unpacker.unpackExtensionTypeHeader();
    return switch (header.getType()) {
      case UNDEFINED -> {
        payload(unpacker, header.getLength(), size);
        yield null;
      }
      case TIMESTAMP -> TextNode.valueOf(timestamp(unpacker, header));
      default -> throw new ProtocolException("unknown extension");
    };
  }

  private static String timestamp(MessageUnpacker unpacker, ExtensionTypeHeader header)
      throws IOException {
    try {
      return unpacker.unpackTimestamp(header).toString();
    } catch (DateTimeException | ArithmeticException beyondAllCalendars) {
      throw new ProtocolException("illegal timestamp");
    }
  }

  /// A length is only believed when so many bytes can be there.
  private static byte[] payload(MessageUnpacker unpacker, int length, int size) throws IOException {
    if (length > size - unpacker.getTotalReadBytes()) {
      throw new ProtocolException("malformed bytes");
    }
    return unpacker.readPayload(length);
  }
}
