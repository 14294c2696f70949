package dev.deskwire.socketio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.packet.EventNames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /// A handshake with the names that the reference gives its parts.
  JsonNode handshake(Handshake handshake) {
    var node = JsonNodeFactory.instance.objectNode();
    node.set("headers", mapper.valueToTree(handshake.headers()));
    node.put("time", handshake.issued().toString());
    node.put("address", handshake.address());
    node.put("xdomain", handshake.crossDomain());
    node.put("secure", handshake.secure());
    node.put("issued", handshake.issued().toEpochMilli());
    node.put("url", handshake.url());
    node.set("query", mapper.valueToTree(handshake.query()));
    node.set("auth", handshake.auth());
    return node;
  }

  /// What of a socket's data has a JSON form.
  JsonNode presentable(Map<String, Object> data) {
    var node = JsonNodeFactory.instance.objectNode();
    data.forEach((name, value) -> {
      try {
        node.set(name, node(value));
      } catch (IllegalArgumentException noForm) {
        // An object of the application's that is nobody else's business.
      }
    });
    return node;
  }

  /// What a client sent, as a value of a type.
  ///
  /// @throws IllegalArgumentException if it does not fit; the message has no data of the client
  <T> T value(JsonNode node, Class<T> type) {
    T value;
    try {
      value = mapper.treeToValue(node, type);
    } catch (JsonProcessingException misfit) {
      throw new IllegalArgumentException("not a " + type.getSimpleName());
    }
    if (value == null) {
      throw new IllegalArgumentException("not a " + type.getSimpleName());
    }
    return value;
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
