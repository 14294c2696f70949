package dev.deskwire.socketio.engine;

import java.nio.ByteBuffer;
import java.util.Map;

/// A complete HTTP answer. The shell adds the length of the body.
public record HttpAnswer(int status, Map<String, String> headers, ByteBuffer body) {
  public HttpAnswer {
    headers = Map.copyOf(headers);
    body = body.asReadOnlyBuffer();
  }
}
