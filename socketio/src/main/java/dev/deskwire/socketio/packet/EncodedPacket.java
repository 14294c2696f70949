package dev.deskwire.socketio.packet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A packet on its way out, encoded at most once per transport however many receivers share it.
///
/// Safe to share between threads: two of them may encode at the same time and get equal bytes.
/// Callers must not change the arrays they are given.
public final class EncodedPacket {
  /// Server frames carry no mask, so the header takes at most ten bytes.
  ///
  /// Source: RFC 6455, section 5.2.
  private static final int MAX_HEADER = 10;

  private static final int FIN_TEXT = 0x81;
  private static final int FIN_BINARY = 0x82;

  /// Set in a frame that permessage-deflate has compressed. Source: RFC 7692, section 6.
  private static final int COMPRESSED = 0x40;

  private final EnginePacket packet;
  private final boolean compressible;
  private final int size;
  private volatile byte @Nullable [] frame;
  private volatile byte @Nullable [] deflatedFrame;
  private volatile byte @Nullable [] polled;

  /// A packet that transports may compress.
  public EncodedPacket(EnginePacket packet) {
    this(packet, true);
  }

  /// @param compressible whether a transport that compresses may compress it
  public EncodedPacket(EnginePacket packet, boolean compressible) {
    this.packet = packet;
    this.compressible = compressible;
    this.size = sizeOf(packet);
  }

  /// The packet as a value.
  public EnginePacket packet() {
    return packet;
  }

  /// Whether a transport that compresses may compress it.
  public boolean compressible() {
    return compressible;
  }

  /// What the packet weighs in a queue, in bytes: its characters or bytes, and a few for the rest.
  public int size() {
    return size;
  }

  /// Whether a WebSocket carries this packet as a binary message.
  public boolean isBinary() {
    return packet instanceof EnginePacket.Binary;
  }

  /// The content of the WebSocket message: UTF-8 text, or the bytes as they are.
  public byte[] content() {
    return packet instanceof EnginePacket.Binary(var data) ? bytes(data) : polled();
  }

  /// The complete WebSocket frame, header included, as an uncompressed server connection sends it.
  public byte[] frame() {
    var cached = frame;
    if (cached == null) {
      cached = frameOf(isBinary() ? FIN_BINARY : FIN_TEXT, content());
      frame = cached;
    }
    return cached;
  }

  /// Whether a WebSocket that compresses compresses this packet.
  ///
  /// @param threshold bytes from which on that is worth its while
  public boolean isDeflatedFrom(int threshold) {
    return compressible
        && (packet instanceof EnginePacket.Binary(var data) ? data.remaining() : content().length)
            >= threshold;
  }

  /// The complete WebSocket frame, compressed by permessage-deflate without a window of earlier
  /// messages, so that it serves every connection on which none is kept. It takes its time with a
  /// large packet when it is called first.
  public byte[] deflatedFrame() {
    var cached = deflatedFrame;
    if (cached == null) {
      int opcode = (isBinary() ? FIN_BINARY : FIN_TEXT) | COMPRESSED;
      cached = frameOf(opcode, Deflation.of(content()));
      deflatedFrame = cached;
    }
    return cached;
  }

  /// The packet within an HTTP body.
  public byte[] polled() {
    var cached = polled;
    if (cached == null) {
      cached = EngineCodec.encode(packet).getBytes(StandardCharsets.UTF_8);
      polled = cached;
    }
    return cached;
  }

  /// Joins packets to the body of one HTTP response.
  public static byte[] payload(List<EncodedPacket> packets) {
    var body = new ByteArrayOutputStream();
    for (var packet : packets) {
      if (body.size() > 0) {
        body.write(EngineCodec.SEPARATOR);
      }
      body.writeBytes(packet.polled());
    }
    return body.toByteArray();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EncodedPacket that && packet.equals(that.packet);
  }

  @Override
  public int hashCode() {
    return packet.hashCode();
  }

  @Override
  public String toString() {
    return packet.toString();
  }

  private static byte[] frameOf(int opcode, byte[] content) {
    var buffer = ByteBuffer.allocate(MAX_HEADER + content.length);
    buffer.put((byte) opcode);
    if (content.length < 126) {
      buffer.put((byte) content.length);
    } else if (content.length < 65_536) {
      buffer.put((byte) 126).putShort((short) content.length);
    } else {
      buffer.put((byte) 127).putLong(content.length);
    }
    buffer.put(content).flip();
    return bytes(buffer);
  }

  private static byte[] bytes(ByteBuffer data) {
    var bytes = new byte[data.remaining()];
    data.duplicate().get(bytes);
    return bytes;
  }

  private static int sizeOf(EnginePacket packet) {
    return switch (packet) {
      case EnginePacket.Open(var handshake) -> 1 + handshake.length();
      case EnginePacket.Ping(var data) -> 1 + data.length();
      case EnginePacket.Pong(var data) -> 1 + data.length();
      case EnginePacket.Message(var text) -> 1 + text.length();
      case EnginePacket.Binary(var data) -> 1 + data.remaining();
      case EnginePacket.Close() -> 1;
      case EnginePacket.Upgrade() -> 1;
      case EnginePacket.Noop() -> 1;
    };
  }
}
