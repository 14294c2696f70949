package dev.deskwire.socketio.redis;

import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// One entry of a stream.
///
/// @param fields as [StreamsFormat] reads them, or those of somebody else
record StreamEntry(StreamId id, Map<String, String> fields) {
  static StreamEntry of(StreamMessage<String, byte[]> message) {
    var fields = new HashMap<String, String>();
    message
        .getBody()
        .forEach((name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
    return new StreamEntry(StreamId.of(message.getId()), fields);
  }

  /// Fields as Redis takes them, in their order.
  static Map<String, byte[]> body(Map<String, String> fields) {
    var body = new LinkedHashMap<String, byte[]>();
    fields.forEach((name, value) -> body.put(name, value.getBytes(StandardCharsets.UTF_8)));
    return body;
  }

  String namespace() {
    return fields.getOrDefault("nsp", "");
  }
}
