package dev.deskwire.socketio.vertx;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Inflates what a client has compressed. Frames with other reserved bits than those agreed on pass
/// as they are, to be refused.
///
/// A message is inflated up to the limit and no further, however small it came: an inflation bomb
/// costs as much as an honest message. Only a message that is under way holds memory.
///
/// Source: RFC 7692, sections 6 and 7.2.2.
final class FrameInflater extends ChannelInboundHandlerAdapter {
  private static final int COMPRESSED = 0b100;
  private static final int CHUNK = 8_192;

  /// What the sender left out at the end of a message.
  private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

  private final int maxMessage;
  private @Nullable Inflater inflater;
  private long inflated;
  private boolean broken;

  /// @param maxMessage bytes that a message may have, inflated
  FrameInflater(int maxMessage) {
    this.maxMessage = maxMessage;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof WebSocketFrame frame)) {
      context.fireChannelRead(message);
      return;
    }
    if (broken) {
      frame.release();
      return;
    }
    WebSocketFrame plain;
    try {
      plain = plain(frame);
    } catch (CorruptedWebSocketFrameException corrupt) {
      broken = true;
      frame.release();
      forget();
      context.fireExceptionCaught(corrupt);
      return;
    }
    context.fireChannelRead(plain);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    forget();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    forget();
  }

  private WebSocketFrame plain(WebSocketFrame frame) {
    boolean begins = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
    boolean compressed = begins && frame.rsv() == COMPRESSED;
    if (frame.rsv() != 0 && !compressed) {
      return frame;
    }
    if (begins) {
      forget();
      inflater = compressed ? new Inflater(true) : null;
    }
    var current = inflater;
    if (current == null || !(begins || frame instanceof ContinuationWebSocketFrame)) {
      return frame;
    }
    var content = inflate(current, frame);
    boolean last = frame.isFinalFragment();
    WebSocketFrame plain =
        switch (frame) {
          case TextWebSocketFrame text -> new TextWebSocketFrame(last, 0, content);
          case BinaryWebSocketFrame binary -> new BinaryWebSocketFrame(last, 0, content);
          default -> new ContinuationWebSocketFrame(last, 0, content);
        };
    frame.release();
    if (last) {
      forget();
    }
    return plain;
  }

  private ByteBuf inflate(Inflater current, WebSocketFrame frame) {
    var content = Unpooled.buffer(Math.min(CHUNK, maxMessage));
    try {
      inflate(current, ByteBufUtil.getBytes(frame.content()), content);
      if (frame.isFinalFragment()) {
        inflate(current, TAIL, content);
      }
      return content;
    } catch (DataFormatException malformed) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "not compressed as agreed on", malformed);
    }
  }

  private void inflate(Inflater current, byte[] compressed, ByteBuf content)
      throws DataFormatException {
    current.setInput(compressed);
    var chunk = new byte[CHUNK];
    while (!current.needsInput() && !current.finished()) {
      int length = current.inflate(chunk);
      if (length == 0 && current.needsDictionary()) {
        throw new DataFormatException("a dictionary is needed");
      }
      inflated += length;
      if (inflated > maxMessage) {
        throw new CorruptedWebSocketFrameException(
            WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message over the limit");
      }
      content.writeBytes(chunk, 0, length);
    }
  }

  private void forget() {
    if (inflater != null) {
      inflater.end();
      inflater = null;
    }
    inflated = 0;
  }
}
