package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.Wire;
import dev.deskwire.socketio.packet.EncodedPacket;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A WebSocket on Vert.x. Frames are read through Vert.x and written to the channel below it.
final class VertxWire implements Wire {
  /// Source: RFC 6455, section 7.4.1.
  private static final int NO_CODE = 1005;

  private static final int UNEXPECTED = 1011;

  private final ServerWebSocket socket;
  private final Channel channel;
  private final VertxLoops.NettyLoop loop;
  private final int maxMessage;
  private final int deflateFrom;
  private boolean closing;
  private boolean over;

  private @Nullable Listener listener;
  private @Nullable ChannelHandlerContext outbound;

  /// @param deflateFrom bytes from which on a message is compressed; for never, as the client did
  ///   not agree, [HttpOptions#NO_COMPRESSION]
  VertxWire(
      ServerWebSocket socket,
      Channel channel,
      VertxLoops.NettyLoop loop,
      int maxMessage,
      int deflateFrom) {
    this.socket = socket;
    this.channel = channel;
    this.loop = loop;
    this.maxMessage = maxMessage;
    this.deflateFrom = deflateFrom;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void listen(Listener listener) {
    this.listener = listener;
    var messages = new MessageAssembly(maxMessage, new Received(listener));
    socket.frameHandler(frame -> {
      if (!over && !closing) {
        messages.add(frame);
      }
    });
    Channels.onCorruptFrame(channel, status -> fail(listener, status.code()));
    socket.exceptionHandler(failure -> {
      // A reset connection is a closed one, as in the reference; the close handler tells.
      if (!(failure instanceof IOException || failure instanceof HttpClosedException)) {
        fail(listener, UNEXPECTED);
      }
    });
    socket.closeHandler(gone -> {
      if (!over) {
        over = true;
        listener.closed();
      }
    });
  }

  @Override
  public boolean write(List<EncodedPacket> packets) {
    var context = outbound();
    if (!loop.isCurrent()) {
      // A session that moves here from long-polling is still on the loop it comes from.
      report(context.writeAndFlush(SharedBatch.join(frames(packets), channel.alloc())));
      return false;
    }
    var bytes = loop.batch().of(frames(packets), channel.alloc());
    var unused = context.writeAndFlush(bytes, context.voidPromise());
    var waiting = channel.unsafe().outboundBuffer();
    if (waiting == null) {
      // The connection is gone, and its end is on the way to the listener.
      return false;
    }
    if (waiting.isEmpty()) {
      return true;
    }
    // Promises are kept in order: this one when the bytes before it have left.
    report(context.writeAndFlush(Unpooled.EMPTY_BUFFER));
    return false;
  }

  private void report(ChannelFuture write) {
    write.addListener(result -> {
      if (result.isSuccess() && listener != null) {
        listener.written();
      }
    });
  }

  private ChannelHandlerContext outbound() {
    var found = outbound;
    if (found == null) {
      found = Channels.belowFrames(channel);
      outbound = found;
    }
    return found;
  }

  private List<byte[]> frames(List<EncodedPacket> packets) {
    if (packets.size() == 1) {
      return List.of(frame(packets.getFirst()));
    }
    var frames = new ArrayList<byte[]>(packets.size());
    for (var packet : packets) {
      frames.add(frame(packet));
    }
    return frames;
  }

  private byte[] frame(EncodedPacket packet) {
    return deflateFrom != HttpOptions.NO_COMPRESSION && packet.isDeflatedFrom(deflateFrom)
        ? packet.deflatedFrame()
        : packet.frame();
  }

  @Override
  public void close(int code, String reason) {
    if (closing) {
      return;
    }
    closing = true;
    var frame = code == NO_CODE ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, reason);
    Channels.close(channel, frame);
  }

  private void fail(Listener listener, int code) {
    if (!over) {
      over = true;
      listener.failed(code);
    }
  }

  private final class Received implements MessageAssembly.Receiver {
    private final Listener listener;

    Received(Listener listener) {
      this.listener = listener;
    }

    @Override
    public void text(String message) {
      listener.text(message);
    }

    @Override
    public void binary(ByteBuffer message) {
      listener.binary(message);
    }

    @Override
    public void unfit(int code) {
      fail(listener, code);
    }
  }
}
