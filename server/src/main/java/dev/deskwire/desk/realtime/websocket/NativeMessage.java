package dev.deskwire.desk.realtime.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A JSON object on its way to native WebSockets, written once however many of them receive it. Any
/// thread.
public final class NativeMessage {
  private final byte[] json;

  private NativeMessage(byte[] json) {
    this.json = json;
  }

  public static NativeMessage of(Map<String, Object> fields, ObjectMapper mapper) {
    return new NativeMessage(
        mapper.valueToTree(fields).toString().getBytes(StandardCharsets.UTF_8));
  }

  /// As it goes over the wire; not to be changed.
  byte[] bytes() {
    return json;
  }
}
