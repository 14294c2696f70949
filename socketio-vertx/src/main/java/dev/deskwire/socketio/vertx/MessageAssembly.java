package dev.deskwire.socketio.vertx;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts the messages of a WebSocket together from their frames. The limit counts whole messages;
/// what breaks it, or is no UTF-8, is told by the close code for it. Used on one event loop.
final class MessageAssembly {
  /// Source: RFC 6455, section 7.4.1.
  static final int NOT_UTF_8 = 1007;

  static final int TOO_BIG = 1009;

  /// What becomes of the frames.
  interface Receiver {
    void text(String message);

    void binary(ByteBuffer message);

    /// @param code [#NOT_UTF_8] or [#TOO_BIG]
    void unfit(int code);
  }

  private final int maxMessage;
  private final Receiver receiver;

  /// The beginning of a message whose last frame has not come.
  private @Nullable Buffer partial;

  private boolean partialIsText;

  /// @param maxMessage in bytes
  MessageAssembly(int maxMessage, Receiver receiver) {
    this.maxMessage = maxMessage;
    this.receiver = receiver;
  }

  void add(WebSocketFrame frame) {
    if (frame.isText() || frame.isBinary()) {
      partialIsText = frame.isText();
      extend(Buffer.buffer(), frame);
    } else if (frame.isContinuation() && partial != null) {
      extend(partial, frame);
    }
  }

  private void extend(Buffer begun, WebSocketFrame frame) {
    var data = frame.binaryData();
    if (begun.length() + data.length() > maxMessage) {
      receiver.unfit(TOO_BIG);
      return;
    }
    var message = begun.length() == 0 ? data : begun.appendBuffer(data);
    partial = frame.isFinal() ? null : message;
    if (frame.isFinal()) {
      deliver(ByteBuffer.wrap(message.getBytes()));
    }
  }

  private void deliver(ByteBuffer bytes) {
    if (!partialIsText) {
      receiver.binary(bytes);
      return;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException malformed) {
      receiver.unfit(NOT_UTF_8);
      return;
    }
    receiver.text(text);
  }
}
