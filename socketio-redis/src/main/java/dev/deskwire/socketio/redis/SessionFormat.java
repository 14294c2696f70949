package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.msgpack.MsgPackJson;
import dev.deskwire.socketio.packet.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;

/// Sessions as `@socket.io/redis-streams-adapter` writes them, and the user of the
/// [dev.deskwire.socketio.RecoveryGuard] where there is one, at which the reference does not look.
final class SessionFormat {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() {};

  private SessionFormat() {}

  static byte[] write(RecoverySession session) {
    var node = Parts.object().put("sid", session.sid()).put("pid", session.pid());
    node.set("rooms", Parts.texts(session.rooms().stream().sorted().toList()));
    node.set("data", presentable(session.data()));
    if (session.user() != null) {
      node.put("user", session.user());
    }
    return Base64.getEncoder().encode(MsgPackJson.write(node));
  }

  /// @param disconnectedAt when the client left
  /// @throws ProtocolException if it is no session
  static RecoverySession read(byte[] bytes, Instant disconnectedAt) {
    byte[] packed;
    try {
      packed = Base64.getDecoder().decode(new String(bytes, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException malformed) {
      throw new ProtocolException("malformed base64");
    }
    var node = MsgPackJson.read(ByteBuffer.wrap(packed));
    return new RecoverySession(
        Parts.text(node, "sid"),
        Parts.text(node, "pid"),
        new HashSet<>(Parts.names(node.path("rooms"))),
        values(node.path("data")),
        Parts.optionalText(node, "user"),
        disconnectedAt);
  }

  private static ObjectNode presentable(Map<String, Object> data) {
    var node = Parts.object();
    data.forEach((name, value) -> {
      try {
        node.set(name, JSON.<JsonNode>valueToTree(value));
      } catch (IllegalArgumentException noForm) {
        // An object of the application's that cannot leave this node.
      }
    });
    return node;
  }

  private static Map<String, Object> values(JsonNode data) {
    if (!data.isObject()) {
      return Map.of();
    }
    var values = JSON.convertValue(data, VALUES);
    values.values().removeIf(Objects::isNull);
    return values;
  }
}
