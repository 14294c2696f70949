package dev.deskwire.socketio.vertx;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One frame of a WebSocket, as a client sends it. Source: RFC 6455, section 5.2.
///
/// @param last whether the message ends here
/// @param compressed whether a message that begins here is compressed, by RFC 7692
/// @param payload without its mask, on an array of its own
record Frame(Kind kind, boolean last, boolean compressed, ByteBuffer payload) {
  /// The most that a control frame may hold.
  private static final int MAX_CONTROL = 125;

  private static final int FIN = 0x80;
  private static final int COMPRESSED = 0x40;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int LENGTH_IN_2 = 126;
  private static final int LENGTH_IN_8 = 127;
  private static final int MASK_BYTES = 4;

  enum Kind {
    CONTINUATION(0),
    TEXT(1),
    BINARY(2),
    CLOSE(8),
    PING(9),
    PONG(10);

    private final int opcode;

    Kind(int opcode) {
      this.opcode = opcode;
    }

    boolean isControl() {
      return opcode >= CLOSE.opcode;
    }

    private static Kind of(int opcode) {
      for (var kind : values()) {
        if (kind.opcode == opcode) {
          return kind;
        }
      }
      throw violation("an opcode that means nothing");
    }
  }

  /// Whether the frame that begins in these bytes is of a message; control frames are not.
  static boolean beginsMessage(ByteBuf bytes) {
    return bytes.isReadable() && (bytes.getByte(bytes.readerIndex()) & OPCODE) < Kind.CLOSE.opcode;
  }

  /// Takes the next frame out of the bytes.
  ///
  /// @param maxPayload in bytes; a longer frame is refused by its header
  /// @param mayCompress whether the peers agreed on it
  /// @return null, and nothing is taken, while the frame is not complete
  /// @throws CorruptedWebSocketFrameException with the close code for what is wrong
  static @Nullable Frame read(ByteBuf bytes, int maxPayload, boolean mayCompress) {
    int available = bytes.readableBytes();
    if (available < 2) {
      return null;
    }
    int start = bytes.readerIndex();
    int first = bytes.getUnsignedByte(start);
    int second = bytes.getUnsignedByte(start + 1);
    var kind = Kind.of(first & OPCODE);
    check(kind, first, second, mayCompress);
    int header = 2 + lengthBytes(second) + MASK_BYTES;
    if (available < header) {
      return null;
    }
    long length = length(bytes, start, second);
    if (length > maxPayload && !kind.isControl()) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.MESSAGE_TOO_BIG, "a frame over the limit");
    }
    if (available - header < length) {
      return null;
    }
    var payload = new byte[(int) length];
    bytes.getBytes(start + header, payload);
    unmask(payload, bytes.getInt(start + header - MASK_BYTES));
    bytes.readerIndex(start + header + payload.length);
    return new Frame(kind, (first & FIN) != 0, (first & COMPRESSED) != 0, ByteBuffer.wrap(payload));
  }

  private static void check(Kind kind, int first, int second, boolean mayCompress) {
    boolean begins = kind == Kind.TEXT || kind == Kind.BINARY;
    int allowed = mayCompress && begins ? COMPRESSED : 0;
    if ((first & RESERVED & ~allowed) != 0) {
      throw violation("reserved bits");
    }
    if ((second & MASKED) == 0) {
      throw violation("a frame without a mask");
    }
    if (kind.isControl() && ((first & FIN) == 0 || (second & LENGTH) > MAX_CONTROL)) {
      throw violation("a control frame that is long or in parts");
    }
  }

  private static int lengthBytes(int second) {
    return switch (second & LENGTH) {
      case LENGTH_IN_2 -> 2;
      case LENGTH_IN_8 -> 8;
      default -> 0;
    };
  }

  private static long length(ByteBuf bytes, int start, int second) {
    int shortest = second & LENGTH;
    long length =
        switch (shortest) {
          case LENGTH_IN_2 -> bytes.getUnsignedShort(start + 2);
          case LENGTH_IN_8 -> bytes.getLong(start + 2);
          default -> shortest;
        };
    boolean minimal =
        switch (shortest) {
          case LENGTH_IN_2 -> length > MAX_CONTROL;
          case LENGTH_IN_8 -> length > 0xffff;
          default -> true;
        };
    if (!minimal) {
      throw violation("a length that is not as short as it could be");
    }
    return length;
  }

  private static void unmask(byte[] payload, int mask) {
    if (mask == 0) {
      return;
    }
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
    }
  }

  private static CorruptedWebSocketFrameException violation(String what) {
    return new CorruptedWebSocketFrameException(WebSocketCloseStatus.PROTOCOL_ERROR, what);
  }

  /// A whole frame as a server sends it, which the caller has to release.
  static ByteBuf bytes(ByteBufAllocator allocator, Kind kind, byte[] payload) {
    var bytes = allocator.directBuffer(2 + 8 + payload.length).writeByte(FIN | kind.opcode);
    if (payload.length <= MAX_CONTROL) {
      bytes.writeByte(payload.length);
    } else if (payload.length <= 0xffff) {
      bytes.writeByte(LENGTH_IN_2).writeShort(payload.length);
    } else {
      bytes.writeByte(LENGTH_IN_8).writeLong(payload.length);
    }
    return bytes.writeBytes(payload);
  }
}
