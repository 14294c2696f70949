package dev.deskwire.bench.clients;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/// One client: shakes hands, joins the main namespace, answers pings, and looks at no more than the
/// first two characters of each message.
final class Client extends ChannelInboundHandlerAdapter {
  private static final ByteBuf REQUEST =
      shared(
          """
          GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
          Host: 127.0.0.1\r
          Upgrade: websocket\r
          Connection: Upgrade\r
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
          Sec-WebSocket-Version: 13\r
          \r
          """
              .getBytes(StandardCharsets.US_ASCII));

  /// Masked with zeros, which leave the text as it is.
  private static final ByteBuf CONNECT = shared((byte) 0x81, (byte) 0x82, "40");

  private static final ByteBuf PONG = shared((byte) 0x81, (byte) 0x81, "3");

  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final Tally tally;
  private final Runnable joined;

  /// How much of [#END_OF_HEAD] has been seen.
  private int head;

  /// Where in the frame's header the next byte stands; -1 in its payload.
  private int at;

  private int lengthBytes;
  private long remaining;

  /// The first two bytes of the payload, as far as they have come.
  private int word;

  private int wordBytes;

  Client(Tally tally, Runnable joined) {
    this.tally = tally;
    this.joined = joined;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    send(context, REQUEST);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var bytes = (ByteBuf) message;
    try {
      while (head < END_OF_HEAD.length && bytes.isReadable()) {
        byte next = bytes.readByte();
        head = next == END_OF_HEAD[head] ? head + 1 : next == END_OF_HEAD[0] ? 1 : 0;
      }
      int events = 0;
      while (bytes.isReadable()) {
        if (at >= 0) {
          readHeader(bytes.readUnsignedByte());
        } else {
          readPayload(bytes);
        }
        if (at < 0 && remaining == 0) {
          events += isEvent(context) ? 1 : 0;
          at = 0;
        }
      }
      if (events > 0) {
        tally.received(events);
      }
    } finally {
      bytes.release();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    System.err.println("a client's connection failed: " + failure);
    var _ = context.close();
  }

  private void readHeader(int next) {
    if (at == 0) {
      word = 0;
      wordBytes = 0;
      remaining = 0;
      lengthBytes = 0;
    } else if (at == 1) {
      lengthBytes = next == 127 ? 8 : next == 126 ? 2 : 0;
      remaining = lengthBytes == 0 ? next : 0;
    } else {
      remaining = remaining << 8 | next;
    }
    at = at >= 1 && at == 1 + lengthBytes ? -1 : at + 1;
  }

  private void readPayload(ByteBuf bytes) {
    while (wordBytes < 2 && remaining > 0 && bytes.isReadable()) {
      word = word << 8 | bytes.readUnsignedByte();
      wordBytes++;
      remaining--;
    }
    int skipped = (int) Math.min(remaining, bytes.readableBytes());
    bytes.skipBytes(skipped);
    remaining -= skipped;
  }

  /// A whole message is there.
  private boolean isEvent(ChannelHandlerContext context) {
    switch (word) {
      case '4' << 8 | '2' -> {
        return true;
      }
      case '0' << 8 | '{' -> send(context, CONNECT);
      case '4' << 8 | '0' -> joined.run();
      case '2' -> send(context, PONG);
      default -> throw new IllegalStateException("an unexpected message: " + word);
    }
    return false;
  }

  private static void send(ChannelHandlerContext context, ByteBuf bytes) {
    var _ = context.writeAndFlush(bytes.duplicate(), context.voidPromise());
  }

  private static ByteBuf shared(byte first, byte second, String text) {
    var frame = Unpooled.buffer().writeByte(first).writeByte(second).writeInt(0);
    frame.writeCharSequence(text, StandardCharsets.US_ASCII);
    var bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return shared(bytes);
  }

  private static ByteBuf shared(byte[] bytes) {
    var direct = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    return Unpooled.unreleasableBuffer(direct);
  }
}
