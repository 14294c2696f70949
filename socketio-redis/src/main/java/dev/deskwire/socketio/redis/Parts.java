package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.SocketDetails;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parts that messages of both formats are made of.
///
/// Reading throws [ProtocolException] at what cannot be understood.
final class Parts {
  /// The longest that clients are waited for on behalf of another node; the reference waits for
  /// ever.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private static final String VOLATILE = "volatile";
  private static final String COMPRESS = "compress";
  private static final String TIMEOUT = "timeout";

  /// Of this library alone; the reference's nodes do not look at it.
  private static final String EPHEMERAL = "ephemeral";

  private static final JsonMapper JSON = new JsonMapper();

  private Parts() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array(Collection<? extends JsonNode> items) {
    return JsonNodeFactory.instance.arrayNode(items.size()).addAll(items);
  }

  static ArrayNode texts(Collection<String> texts) {
    var array = JsonNodeFactory.instance.arrayNode(texts.size());
    texts.forEach(array::add);
    return array;
  }

  static byte[] json(JsonNode node) {
    try {
      return JSON.writeValueAsBytes(node);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("a tree has a text", impossible);
    }
  }

  static JsonNode parse(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException malformed) {
      throw new ProtocolException("malformed JSON");
    }
  }

  /// Whether there are bytes somewhere in a tree.
  static boolean hasBinary(JsonNode node) {
    if (node.isBinary()) {
      return true;
    }
    for (var child : node) {
      if (hasBinary(child)) {
        return true;
      }
    }
    return false;
  }

  // Writing; rooms are sorted, so that equal messages have equal bytes

  static ObjectNode choice(Audience audience) {
    var choice = object();
    choice.set("rooms", texts(audience.rooms().stream().sorted().toList()));
    choice.set("except", texts(audience.except().stream().sorted().toList()));
    return choice;
  }

  static ObjectNode options(Audience audience, ObjectNode flags) {
    return choice(audience).set("flags", flags);
  }

  /// The beginning of what is said about sockets in the format of the streams.
  static ObjectNode withOptions(Audience audience) {
    return object().set("opts", options(audience, object()));
  }

  static ObjectNode flags(Emission emission) {
    var flags = object();
    if (emission.droppable()) {
      flags.put(VOLATILE, true);
    }
    if (!emission.compressible()) {
      flags.put(COMPRESS, false);
    }
    if (emission.ephemeral()) {
      flags.put(EPHEMERAL, true);
    }
    return flags;
  }

  static ObjectNode flags(Emission emission, Duration timeout) {
    return flags(emission).put(TIMEOUT, timeout.toMillis());
  }

  static ObjectNode socket(SocketDetails socket) {
    var node = object().put("id", socket.id());
    node.set("handshake", socket.handshake());
    node.set("rooms", texts(socket.rooms().stream().sorted().toList()));
    return node.set("data", socket.data());
  }

  static ArrayNode sockets(List<SocketDetails> sockets) {
    return array(sockets.stream().map(Parts::socket).toList());
  }

  /// Sets the one value that an answer may have; none is JavaScript's `undefined`.
  static ObjectNode withAnswer(ObjectNode node, String name, List<JsonNode> args) {
    return args.isEmpty() ? node : node.set(name, args.getFirst());
  }

  // Reading

  static Audience audience(JsonNode options) {
    return new Audience(
        new HashSet<>(list(options.path("rooms"), Parts::name)),
        new HashSet<>(list(options.path("except"), Parts::name)));
  }

  static Emission emission(JsonNode options) {
    var flags = options.path("flags");
    return new Emission(
        flags.path(VOLATILE).asBoolean(false),
        false,
        flags.path(COMPRESS).asBoolean(true),
        flags.path(EPHEMERAL).asBoolean(false));
  }

  static Duration timeout(JsonNode options) {
    var millis = options.path("flags").path(TIMEOUT);
    var asked = millis.isNumber() ? Duration.ofMillis(Math.max(0, millis.asLong())) : LONGEST_WAIT;
    return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
  }

  /// Name and arguments of an event.
  static List<JsonNode> event(JsonNode data) {
    var items = list(data, Function.identity());
    if (items.isEmpty() || !(items.getFirst().isTextual() || items.getFirst().isNumber())) {
      throw new ProtocolException("an event without a name");
    }
    return items;
  }

  /// The event in a packet; no other packet is sent between nodes.
  static List<JsonNode> packet(JsonNode packet) {
    final int event = 2;
    if (packet.path("type").asInt(-1) != event) {
      throw new ProtocolException("a packet that is no event");
    }
    return event(packet.path("data"));
  }

  static List<String> names(JsonNode names) {
    return list(names, Parts::name);
  }

  static SocketDetails socket(JsonNode socket) {
    return new SocketDetails(
        text(socket, "id"),
        socket.path("handshake"),
        new HashSet<>(names(socket.path("rooms"))),
        socket.path("data"));
  }

  static <T> List<T> list(JsonNode array, Function<? super JsonNode, ? extends T> read) {
    if (!array.isArray()) {
      throw new ProtocolException("no list where one is expected");
    }
    var items = new ArrayList<T>(array.size());
    array.forEach(item -> items.add(read.apply(item)));
    return items;
  }

  static String text(JsonNode node, String name) {
    var text = node.path(name);
    if (!text.isTextual()) {
      throw new ProtocolException("no " + name);
    }
    return text.textValue();
  }

  static @Nullable String optionalText(JsonNode node, String name) {
    return node.path(name).isTextual() ? node.path(name).textValue() : null;
  }

  static int number(JsonNode node, String name) {
    var number = node.path(name);
    if (!number.isInt()) {
      throw new ProtocolException("no " + name);
    }
    return number.intValue();
  }

  static List<JsonNode> answer(JsonNode node, String name) {
    var value = node.get(name);
    return value == null ? List.of() : List.of(value);
  }

  /// Rooms of the reference may also be numbers.
  private static String name(JsonNode name) {
    if (!name.isTextual() && !name.isNumber()) {
      throw new ProtocolException("a room that is no name");
    }
    return name.asText();
  }
}
