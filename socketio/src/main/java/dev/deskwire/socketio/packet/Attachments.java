package dev.deskwire.socketio.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;

/// Byte arrays leave the JSON of a packet for numbered placeholders, and come back.
final class Attachments {
  private static final String PLACEHOLDER = "_placeholder";
  private static final String NUMBER = "num";

  private Attachments() {}

  /// A copy of `data` in which every byte array is a placeholder; the arrays are added to `taken`.
  /// Without any, `data` itself: most packets carry none, and copying them would be waste.
  static JsonNode takeOut(JsonNode data, List<ByteBuffer> taken) {
    return hasBinary(data) ? replace(data, taken) : data;
  }

  /// A copy of `data` with the byte arrays in the place of their placeholders.
  ///
  /// @throws ProtocolException if a placeholder points at no attachment
  static JsonNode putBack(JsonNode data, List<byte[]> attachments) {
    return switch (data) {
      case ObjectNode object
          when object.path(PLACEHOLDER).isBoolean() && object.path(PLACEHOLDER).booleanValue() ->
          BinaryNode.valueOf(attachments.get(number(object, attachments.size())));
      case ObjectNode object -> {
        var copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(field -> copy.set(field.getKey(), putBack(field.getValue(), attachments)));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(item -> copy.add(putBack(item, attachments)));
        yield copy;
      }
      default -> data;
    };
  }

  private static int number(ObjectNode placeholder, int count) {
    var number = placeholder.path(NUMBER);
    if (!number.isInt() || number.intValue() < 0 || number.intValue() >= count) {
      throw new ProtocolException("illegal attachments");
    }
    return number.intValue();
  }

  private static boolean hasBinary(JsonNode data) {
    if (data.isBinary()) {
      return true;
    }
    if (data.isContainerNode()) {
      for (var child : data) {
        if (hasBinary(child)) {
          return true;
        }
      }
    }
    return false;
  }

  private static JsonNode replace(JsonNode data, List<ByteBuffer> taken) {
    return switch (data) {
      case BinaryNode binary -> {
        var placeholder = JsonNodeFactory.instance.objectNode();
        placeholder.put(PLACEHOLDER, true).put(NUMBER, taken.size());
        taken.add(ByteBuffer.wrap(binary.binaryValue()));
        yield placeholder;
      }
      case ObjectNode object -> {
        var copy = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(field -> copy.set(field.getKey(), replace(field.getValue(), taken)));
        yield copy;
      }
      case ArrayNode array -> {
        var copy = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(item -> copy.add(replace(item, taken)));
        yield copy;
      }
      default -> data;
    };
  }
}
