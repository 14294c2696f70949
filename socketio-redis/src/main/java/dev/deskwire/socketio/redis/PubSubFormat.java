package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.socketio.msgpack.MsgPackJson;
import dev.deskwire.socketio.packet.ProtocolException;
import dev.deskwire.socketio.redis.ClusterMessage.Envelope;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Messages as `@socket.io/redis-adapter` 8.3 writes them: broadcasts in MessagePack, requests and
/// responses in JSON, or in MessagePack where clients' data are in them.
///
/// Pure. Reading throws [ProtocolException] at what cannot be understood.
final class PubSubFormat {
  // The reference's request types.
  private static final int SOCKETS = 0;
  private static final int ALL_ROOMS = 1;
  private static final int REMOTE_JOIN = 2;
  private static final int REMOTE_LEAVE = 3;
  private static final int REMOTE_DISCONNECT = 4;
  private static final int REMOTE_FETCH = 5;
  private static final int SERVER_SIDE_EMIT = 6;
  private static final int BROADCAST = 7;
  private static final int BROADCAST_CLIENT_COUNT = 8;
  private static final int BROADCAST_ACK = 9;

  private PubSubFormat() {}

  // Broadcasts

  static byte[] broadcast(String uid, String namespace, ClusterMessage.Broadcast message) {
    return MsgPackJson.write(
        Parts.array(
            List.of(
                TextNode.valueOf(uid),
                packet(namespace, message.data()),
                Parts.options(message.audience(), Parts.flags(message.emission())))));
  }

  static Envelope readBroadcast(byte[] bytes) {
    var items = MsgPackJson.read(ByteBuffer.wrap(bytes));
    var packet = items.path(1);
    var options = items.path(2);
    return new Envelope(
        items.path(0).asText(""),
        Objects.requireNonNullElse(Parts.optionalText(packet, "nsp"), "/"),
        new ClusterMessage.Broadcast(
            Parts.packet(packet), Parts.audience(options), Parts.emission(options)));
  }

  // Requests

  static byte[] request(String uid, String namespace, ClusterMessage message) {
    return switch (message) {
      case ClusterMessage.Question(var id, var data, var audience, var emission, var timeout) -> {
        var request = request(uid, id, BROADCAST);
        request.set("packet", packet(namespace, data));
        request.set("opts", Parts.options(audience, Parts.flags(emission, timeout)));
        yield MsgPackJson.write(request);
      }
      case ClusterMessage.Join(var audience, var rooms) ->
          Parts.json(
              withOptions(request(uid, null, REMOTE_JOIN), Parts.choice(audience))
                  .set("rooms", Parts.texts(rooms)));
      case ClusterMessage.Leave(var audience, var rooms) ->
          Parts.json(
              withOptions(request(uid, null, REMOTE_LEAVE), Parts.choice(audience))
                  .set("rooms", Parts.texts(rooms)));
      case ClusterMessage.Disconnect(var audience, var close) ->
          Parts.json(
              withOptions(request(uid, null, REMOTE_DISCONNECT), Parts.choice(audience))
                  .put("close", close));
      case ClusterMessage.Fetch(var id, var audience) ->
          Parts.json(withOptions(request(uid, id, REMOTE_FETCH), Parts.choice(audience)));
      case ClusterMessage.ServerEvent(var data, var id) ->
          Parts.json(request(uid, id, SERVER_SIDE_EMIT).set("data", Parts.array(data)));
      case ClusterMessage.Broadcast ignored -> throw elsewhere();
      case ClusterMessage.FetchIds ignored -> throw elsewhere();
      case ClusterMessage.FetchRooms ignored -> throw elsewhere();
      case ClusterMessage.Response ignored -> throw elsewhere();
    };
  }

  /// @param namespace of the channel on which it came
  static Envelope readRequest(byte[] bytes, String namespace) {
    var request = tree(bytes);
    var options = request.path("opts");
    var message =
        switch (Parts.number(request, "type")) {
          case SOCKETS ->
              new ClusterMessage.FetchIds(
                  id(request),
                  Parts.audience(Parts.object().<ObjectNode>set("rooms", request.path("rooms"))));
          case ALL_ROOMS -> new ClusterMessage.FetchRooms(id(request));
          case REMOTE_JOIN ->
              new ClusterMessage.Join(Parts.audience(options), Parts.names(request.path("rooms")));
          case REMOTE_LEAVE ->
              new ClusterMessage.Leave(Parts.audience(options), Parts.names(request.path("rooms")));
          case REMOTE_DISCONNECT ->
              new ClusterMessage.Disconnect(
                  Parts.audience(options), request.path("close").asBoolean(false));
          case REMOTE_FETCH -> new ClusterMessage.Fetch(id(request), Parts.audience(options));
          case SERVER_SIDE_EMIT ->
              new ClusterMessage.ServerEvent(
                  Parts.event(request.path("data")), Parts.optionalText(request, "requestId"));
          case BROADCAST ->
              new ClusterMessage.Question(
                  id(request),
                  Parts.packet(request.path("packet")),
                  Parts.audience(options),
                  Parts.emission(options),
                  Parts.timeout(options));
          default -> throw new ProtocolException("an unknown request");
        };
    return new Envelope(request.path("uid").asText(""), namespace, message);
  }

  // Responses

  static byte[] response(ClusterMessage.Response response) {
    return switch (response) {
      case ClusterMessage.Sockets(var id, var sockets) ->
          Parts.json(Parts.object().put("requestId", id).set("sockets", Parts.sockets(sockets)));
      case ClusterMessage.SocketIds(var id, var ids) ->
          Parts.json(Parts.object().put("requestId", id).set("sockets", Parts.texts(ids)));
      case ClusterMessage.Rooms(var id, var names) ->
          Parts.json(Parts.object().put("requestId", id).set("rooms", Parts.texts(names)));
      case ClusterMessage.ServerAnswer(var id, var args) ->
          Parts.json(Parts.withAnswer(response(SERVER_SIDE_EMIT, id), "data", args));
      case ClusterMessage.ClientCount(var id, var clients) ->
          Parts.json(response(BROADCAST_CLIENT_COUNT, id).put("clientCount", clients));
      case ClusterMessage.ClientAnswer(var id, var args) ->
          MsgPackJson.write(Parts.withAnswer(response(BROADCAST_ACK, id), "packet", args));
    };
  }

  static ClusterMessage.Response readResponse(byte[] bytes) {
    var response = tree(bytes);
    var id = id(response);
    // Those to the oldest requests have no type.
    if (response.has("type")) {
      return switch (Parts.number(response, "type")) {
        case SERVER_SIDE_EMIT ->
            new ClusterMessage.ServerAnswer(id, Parts.answer(response, "data"));
        case BROADCAST_CLIENT_COUNT ->
            new ClusterMessage.ClientCount(id, Parts.number(response, "clientCount"));
        case BROADCAST_ACK -> new ClusterMessage.ClientAnswer(id, Parts.answer(response, "packet"));
        default -> throw new ProtocolException("an unknown response");
      };
    }
    if (response.has("rooms")) {
      return new ClusterMessage.Rooms(id, Parts.names(response.path("rooms")));
    }
    var sockets = response.path("sockets");
    return sockets.path(0).isTextual()
        ? new ClusterMessage.SocketIds(id, Parts.names(sockets))
        : new ClusterMessage.Sockets(id, Parts.list(sockets, Parts::socket));
  }

  private static JsonNode packet(String namespace, List<JsonNode> data) {
    final int event = 2;
    var packet = Parts.object().<ObjectNode>set("type", IntNode.valueOf(event));
    return packet.<ObjectNode>set("data", Parts.array(data)).put("nsp", namespace);
  }

  private static ObjectNode request(String uid, @Nullable String requestId, int type) {
    var request = Parts.object().put("uid", uid);
    if (requestId != null) {
      request.put("requestId", requestId);
    }
    return request.put("type", type);
  }

  private static ObjectNode withOptions(ObjectNode request, ObjectNode options) {
    return request.set("opts", options);
  }

  private static ObjectNode response(int type, String requestId) {
    return Parts.object().put("type", type).put("requestId", requestId);
  }

  private static IllegalArgumentException elsewhere() {
    return new IllegalArgumentException("a message that this node does not send as a request");
  }

  private static String id(JsonNode message) {
    return Parts.text(message, "requestId");
  }

  private static JsonNode tree(byte[] bytes) {
    return bytes.length > 0 && bytes[0] == '{'
        ? Parts.parse(bytes)
        : MsgPackJson.read(ByteBuffer.wrap(bytes));
  }
}
