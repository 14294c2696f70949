package dev.deskwire.socketio.vertx;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What stands in a close frame: a code and a reason, or nothing.
///
/// Source: RFC 6455, sections 5.5.1 and 7.4.
final class CloseFrame {
  /// The highest code that an application may use.
  private static final int LAST_CODE = 4999;

  /// Bytes of a control frame.
  private static final int LONGEST = 125;

  private CloseFrame() {}

  /// @param code [WebSocketHandler#NO_CODE] for none
  /// @param reason of which as much is taken as there is room for
  static byte[] payload(int code, String reason) {
    if (code == WebSocketHandler.NO_CODE) {
      return new byte[0];
    }
    var payload = ByteBuffer.allocate(LONGEST).putShort((short) code);
    // whole characters only
    var unused = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason), payload, true);
    return Arrays.copyOf(payload.array(), payload.position());
  }

  /// The answer to a peer's: its code again.
  static byte[] answer(byte[] payload) {
    return payload.length < 2 ? payload : new byte[] {payload[0], payload[1]};
  }

  /// @throws CorruptedWebSocketFrameException if a peer must not send this
  static void check(byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    int code =
        payload.length == 1
            ? WebSocketHandler.NO_CODE
            : ByteBuffer.wrap(payload).getShort() & 0xffff;
    if (code > LAST_CODE || !WebSocketCloseStatus.isValidStatusCode(code)) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "a close code that means nothing");
    }
    var unused = MessageAssembly.text(ByteBuffer.wrap(payload, 2, payload.length - 2));
  }
}
