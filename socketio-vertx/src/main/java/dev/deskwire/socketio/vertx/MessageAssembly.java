package dev.deskwire.socketio.vertx;

import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// One message of a WebSocket that comes in several frames or compressed: joined and inflated up to
/// the limit and no further, however small it came. An inflation bomb costs as much as an honest
/// message.
///
/// Source: RFC 6455, section 5.4; RFC 7692, sections 6 and 7.2.2. Used on one event loop; ended by
/// [#release].
final class MessageAssembly {
  private static final int CHUNK = 8_192;

  /// What the sender left out at the end of a compressed message.
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final Frame.Kind kind;
  private final int maxMessage;
  private final @Nullable Inflater inflater;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /// @param first the message's first frame, still to be added
  /// @param maxMessage in bytes, inflated
  MessageAssembly(Frame first, int maxMessage) {
    this.kind = first.kind();
    this.maxMessage = maxMessage;
    this.inflater = first.compressed() ? new Inflater(true) : null;
  }

  /// Whether the message is text or bytes.
  Frame.Kind kind() {
    return kind;
  }

  /// @throws CorruptedWebSocketFrameException if the message is over the limit, or not compressed
  ///   as agreed on
  void add(Frame part) {
    if (inflater == null) {
      append(part.payload().array(), part.payload().remaining());
      return;
    }
    try {
      inflate(inflater, part.payload().array());
      if (part.last()) {
        inflate(inflater, TAIL);
      }
    } catch (DataFormatException malformed) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not compressed as agreed on", malformed);
    }
  }

  ByteBuffer message() {
    return ByteBuffer.wrap(content.toByteArray());
  }

  void release() {
    if (inflater != null) {
      inflater.end();
    }
  }

  private void inflate(Inflater inflater, byte[] compressed) throws DataFormatException {
    inflater.setInput(compressed);
    var chunk = new byte[CHUNK];
    while (!inflater.needsInput() && !inflater.finished()) {
      int length = inflater.inflate(chunk);
      if (length == 0 && inflater.needsDictionary()) {
        throw new DataFormatException("a dictionary is needed");
      }
      append(chunk, length);
    }
  }

  private void append(byte[] bytes, int length) {
    if (content.size() + length > maxMessage) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message over the limit");
    }
    content.write(bytes, 0, length);
  }

  /// @throws CorruptedWebSocketFrameException if these bytes are not UTF-8
  static String text(ByteBuffer message) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(message).toString();
    } catch (CharacterCodingException malformed) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "text that is not UTF-8", malformed);
    }
  }
}
