package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.EventNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns what applications emit into JSON.
record Json(ObjectMapper mapper) {
  /// The name and arguments of an event.
  ///
  /// @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
  List<JsonNode> event(String name, @Nullable Object... args) {
    if (EventNames.isReserved(name)) {
      throw new IllegalArgumentException("\"" + name + "\" is a reserved event name");
    }
    var data = new ArrayList<JsonNode>(1 + args.length);
    data.add(TextNode.valueOf(name));
    data.addAll(values(args));
    return data;
  }

  List<JsonNode> values(@Nullable Object... args) {
    var nodes = new ArrayList<JsonNode>(args.length);
    for (var arg : args) {
      nodes.add(node(arg));
    }
    return nodes;
  }

  JsonNode node(@Nullable Object value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    if (value instanceof JsonNode node) {
      return node;
    }
    if (value instanceof ByteBuffer buffer) {
      var bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return BinaryNode.valueOf(bytes);
    }
    return mapper.valueToTree(value);
  }
}
