package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.msgpack.MsgPackJson;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.redis.ClusterMessage.Envelope;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Messages as `@socket.io/redis-streams-adapter` 0.3 writes them: entries of a stream, and
/// MessagePack for what is asked and answered by pub/sub.
///
/// Pure. Reading throws [ProtocolException] at what cannot be understood.
final class StreamsFormat {
  // The reference's message types. 1, 2 and 13 are heartbeats, which this adapter has not.
  private static final int BROADCAST = 3;
  private static final int SOCKETS_JOIN = 4;
  private static final int SOCKETS_LEAVE = 5;
  private static final int DISCONNECT_SOCKETS = 6;
  private static final int FETCH_SOCKETS = 7;
  private static final int FETCH_SOCKETS_RESPONSE = 8;
  private static final int SERVER_SIDE_EMIT = 9;
  private static final int SERVER_SIDE_EMIT_RESPONSE = 10;
  private static final int BROADCAST_CLIENT_COUNT = 11;
  private static final int BROADCAST_ACK = 12;

  private record Typed(int type, ObjectNode data) {}

  private final boolean onlyPlaintext;

  /// @param onlyPlaintext whether nobody ever emits bytes, so that none need be looked for
  StreamsFormat(boolean onlyPlaintext) {
    this.onlyPlaintext = onlyPlaintext;
  }

  /// The fields of an entry, in their order.
  Map<String, String> entry(Envelope envelope) {
    var typed = typed(envelope.message());
    var fields = new LinkedHashMap<String, String>();
    fields.put("uid", envelope.uid());
    fields.put("nsp", envelope.namespace());
    fields.put("type", Integer.toString(typed.type()));
    fields.put(
        "data",
        !onlyPlaintext && Parts.hasBinary(typed.data())
            ? Base64.getEncoder().encodeToString(MsgPackJson.write(typed.data()))
            : new String(Parts.json(typed.data()), StandardCharsets.UTF_8));
    return fields;
  }

  static Envelope readEntry(Map<String, String> fields) {
    var data = fields.getOrDefault("data", "");
    return new Envelope(
        fields.getOrDefault("uid", ""),
        fields.getOrDefault("nsp", ""),
        message(
            number(fields.getOrDefault("type", "")),
            data.startsWith("{")
                ? Parts.parse(data.getBytes(StandardCharsets.UTF_8))
                : packed(base64(data))));
  }

  /// What goes by pub/sub.
  static byte[] payload(Envelope envelope) {
    var typed = typed(envelope.message());
    var payload = Parts.object().put("type", typed.type());
    payload.set("data", typed.data());
    return MsgPackJson.write(payload.put("uid", envelope.uid()).put("nsp", envelope.namespace()));
  }

  static Envelope readPayload(byte[] bytes) {
    var payload = packed(bytes);
    return new Envelope(
        payload.path("uid").asText(""),
        payload.path("nsp").asText(""),
        message(Parts.number(payload, "type"), payload.path("data")));
  }

  private static Typed typed(ClusterMessage message) {
    return switch (message) {
      case ClusterMessage.Broadcast(var data, var audience, var emission) -> {
        var node = Parts.object().<ObjectNode>set("packet", packet(data));
        yield new Typed(
            BROADCAST, node.set("opts", Parts.options(audience, Parts.flags(emission))));
      }
      case ClusterMessage.Question(var id, var data, var audience, var emission, var timeout) -> {
        var node = Parts.object().<ObjectNode>set("packet", packet(data)).put("requestId", id);
        yield new Typed(
            BROADCAST, node.set("opts", Parts.options(audience, Parts.flags(emission, timeout))));
      }
      case ClusterMessage.Join(var audience, var rooms) ->
          new Typed(SOCKETS_JOIN, Parts.withOptions(audience).set("rooms", Parts.texts(rooms)));
      case ClusterMessage.Leave(var audience, var rooms) ->
          new Typed(SOCKETS_LEAVE, Parts.withOptions(audience).set("rooms", Parts.texts(rooms)));
      case ClusterMessage.Disconnect(var audience, var close) ->
          new Typed(DISCONNECT_SOCKETS, Parts.withOptions(audience).put("close", close));
      case ClusterMessage.Fetch(var id, var audience) ->
          new Typed(FETCH_SOCKETS, Parts.withOptions(audience).put("requestId", id));
      case ClusterMessage.ServerEvent(var data, var id) -> {
        var node = id == null ? Parts.object() : asked(id);
        yield new Typed(SERVER_SIDE_EMIT, node.set("packet", Parts.array(data)));
      }
      case ClusterMessage.Sockets(var id, var sockets) ->
          new Typed(FETCH_SOCKETS_RESPONSE, asked(id).set("sockets", Parts.sockets(sockets)));
      case ClusterMessage.ServerAnswer(var id, var args) ->
          new Typed(SERVER_SIDE_EMIT_RESPONSE, Parts.withAnswer(asked(id), "packet", args));
      case ClusterMessage.ClientCount(var id, var clients) ->
          new Typed(BROADCAST_CLIENT_COUNT, asked(id).put("clientCount", clients));
      case ClusterMessage.ClientAnswer(var id, var args) ->
          new Typed(BROADCAST_ACK, Parts.withAnswer(asked(id), "packet", args));
      case ClusterMessage.FetchIds ignored -> throw foreign();
      case ClusterMessage.FetchRooms ignored -> throw foreign();
      case ClusterMessage.SocketIds ignored -> throw foreign();
      case ClusterMessage.Rooms ignored -> throw foreign();
    };
  }

  private static ClusterMessage message(int type, JsonNode data) {
    var options = data.path("opts");
    return switch (type) {
      case BROADCAST -> broadcast(Parts.optionalText(data, "requestId"), data, options);
      case SOCKETS_JOIN ->
          new ClusterMessage.Join(Parts.audience(options), Parts.names(data.path("rooms")));
      case SOCKETS_LEAVE ->
          new ClusterMessage.Leave(Parts.audience(options), Parts.names(data.path("rooms")));
      case DISCONNECT_SOCKETS ->
          new ClusterMessage.Disconnect(
              Parts.audience(options), data.path("close").asBoolean(false));
      case FETCH_SOCKETS -> new ClusterMessage.Fetch(id(data), Parts.audience(options));
      case FETCH_SOCKETS_RESPONSE ->
          new ClusterMessage.Sockets(id(data), Parts.list(data.path("sockets"), Parts::socket));
      case SERVER_SIDE_EMIT ->
          new ClusterMessage.ServerEvent(
              Parts.event(data.path("packet")), Parts.optionalText(data, "requestId"));
      case SERVER_SIDE_EMIT_RESPONSE ->
          new ClusterMessage.ServerAnswer(id(data), Parts.answer(data, "packet"));
      case BROADCAST_CLIENT_COUNT ->
          new ClusterMessage.ClientCount(id(data), Parts.number(data, "clientCount"));
      case BROADCAST_ACK -> new ClusterMessage.ClientAnswer(id(data), Parts.answer(data, "packet"));
      default -> throw new ProtocolException("an unknown message");
    };
  }

  private static ClusterMessage broadcast(
      @Nullable String requestId, JsonNode data, JsonNode options) {
    var event = Parts.packet(data.path("packet"));
    var audience = Parts.audience(options);
    var emission = Parts.emission(options);
    return requestId == null
        ? new ClusterMessage.Broadcast(event, audience, emission)
        : new ClusterMessage.Question(requestId, event, audience, emission, Parts.timeout(options));
  }

  private static ObjectNode packet(List<JsonNode> data) {
    final int event = 2;
    return Parts.object().put("type", event).set("data", Parts.array(data));
  }

  private static ObjectNode asked(String requestId) {
    return Parts.object().put("requestId", requestId);
  }

  private static String id(JsonNode data) {
    return Parts.text(data, "requestId");
  }

  private static JsonNode packed(byte[] bytes) {
    return MsgPackJson.read(ByteBuffer.wrap(bytes));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException malformed) {
      throw new ProtocolException("malformed base64");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException malformed) {
      throw new ProtocolException("no type");
    }
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException("a message of the other format");
  }
}
