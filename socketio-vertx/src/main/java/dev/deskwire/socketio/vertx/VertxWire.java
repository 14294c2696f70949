package dev.deskwire.socketio.vertx;

import dev.deskwire.socketio.engine.EventLoop;
import dev.deskwire.socketio.engine.HttpOptions;
import dev.deskwire.socketio.engine.Wire;
import dev.deskwire.socketio.packet.EncodedPacket;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A WebSocket of a session, on the channel that Vert.x accepted.
final class VertxWire extends WebSocketHandler implements Wire {
  private final VertxLoops.NettyLoop loop;
  private final int deflateFrom;
  private @Nullable Listener listener;

  /// @param maxMessage in bytes, inflated
  /// @param deflateFrom bytes from which on a message is compressed; for never, as the client did
  ///   not agree, [HttpOptions#NO_COMPRESSION]
  VertxWire(VertxLoops.NettyLoop loop, int maxMessage, int deflateFrom) {
    super(maxMessage, deflateFrom != HttpOptions.NO_COMPRESSION);
    this.loop = loop;
    this.deflateFrom = deflateFrom;
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public void listen(Listener listener) {
    this.listener = listener;
  }

  @Override
  public boolean write(List<EncodedPacket> packets) {
    var context = context();
    var channel = context.channel();
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
      if (result.isSuccess()) {
        listener().written();
      }
    });
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
  void text(String message) {
    listener().text(message);
  }

  @Override
  void binary(ByteBuffer message) {
    listener().binary(message);
  }

  @Override
  void failed(int code) {
    // Nobody listens to a WebSocket that came too late and was closed at once.
    if (listener != null) {
      listener.failed(code);
    }
  }

  @Override
  void closed() {
    if (listener != null) {
      listener.closed();
    }
  }

  private Listener listener() {
    return Objects.requireNonNull(listener, "nothing is read before somebody listens");
  }
}
