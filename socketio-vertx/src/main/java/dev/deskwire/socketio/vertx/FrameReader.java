package dev.deskwire.socketio.vertx;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Reads a WebSocket's frames out of the bytes of its channel, however the network has cut them,
/// and stops reading while nobody wants to hear of messages.
///
/// What a subclass hears, it hears on the channel's event loop.
abstract class FrameReader extends ChannelInboundHandlerAdapter {
  private final int maxPayload;
  private final boolean mayCompress;

  private @Nullable ChannelHandlerContext context;

  /// The beginning of a frame, or what came while nothing was to be read.
  private @Nullable ByteBuf unread;

  private boolean started;
  private boolean paused;

  /// What comes is dropped: the peer has said goodbye, or broken the protocol.
  private boolean deaf;

  /// @param maxPayload of a frame, in bytes
  /// @param mayCompress whether both sides agreed on `permessage-deflate`
  FrameReader(int maxPayload, boolean mayCompress) {
    this.maxPayload = maxPayload;
    this.mayCompress = mayCompress;
  }

  /// A frame came, of whatever kind.
  abstract void received(Frame frame);

  /// What came is no frame.
  ///
  /// @param code for the close frame
  abstract void broken(int code);

  @Override
  public abstract void exceptionCaught(ChannelHandlerContext at, Throwable failure);

  /// Where complete frames are written.
  final ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not in a pipeline");
  }

  /// Begins to read. On the event loop.
  final void start() {
    started = true;
    goOn();
  }

  /// Reads no further messages until [#resume]; control frames before the next message are still
  /// read. On any thread.
  final void pause() {
    onLoop(() -> paused = true);
  }

  /// Reads on. On any thread.
  final void resume() {
    onLoop(() -> {
      paused = false;
      // Later, as the caller may be in the midst of reading.
      context().executor().execute(this::goOn);
    });
  }

  /// Whether a message waits for [#resume], and behind it perhaps what would show that the peer
  /// lives. On the event loop.
  final boolean holds() {
    return held(unread);
  }

  final void onLoop(Runnable task) {
    var executor = context().executor();
    if (executor.inEventLoop()) {
      task.run();
      return;
    }
    try {
      executor.execute(task);
    } catch (RejectedExecutionException stopped) {
      // The server is gone, and with it the connection.
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext removed) {
    forget();
  }

  /// Reads no more: what comes is dropped.
  final void ignore() {
    deaf = true;
  }

  /// Reads no more, and keeps nothing.
  void forget() {
    deaf = true;
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext at, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      // The end of the HTTP request.
      ReferenceCountUtil.release(message);
      return;
    }
    var kept = unread;
    if (kept == null) {
      read(bytes, true);
    } else {
      unread = null;
      kept.writeBytes(bytes);
      bytes.release();
      read(kept, false);
    }
  }

  private void goOn() {
    var kept = unread;
    unread = null;
    if (kept != null) {
      try {
        read(kept, false);
      } catch (RuntimeException e) {
        // what fails while bytes come from the network comes to the same
        exceptionCaught(context(), e);
      }
    }
    if (!held(unread) && context().channel().isActive()) {
      context().channel().config().setAutoRead(true);
    }
  }

  /// Reads the frames that are complete and keeps the rest.
  ///
  /// @param received whether the bytes lie in a buffer of the network, which is not kept
  private void read(ByteBuf bytes, boolean received) {
    try {
      readFrames(bytes);
    } finally {
      if (deaf || !bytes.isReadable()) {
        bytes.release();
      } else if (received) {
        unread = Unpooled.buffer(bytes.readableBytes()).writeBytes(bytes);
        bytes.release();
      } else {
        unread = bytes.discardSomeReadBytes();
      }
    }
  }

  private void readFrames(ByteBuf bytes) {
    while (started && !deaf) {
      if (held(bytes)) {
        context().channel().config().setAutoRead(false);
        return;
      }
      var frame = next(bytes);
      if (frame == null) {
        return;
      }
      received(frame);
    }
  }

  private @Nullable Frame next(ByteBuf bytes) {
    try {
      return Frame.read(bytes, maxPayload, mayCompress);
    } catch (CorruptedWebSocketFrameException corrupt) {
      // Where the next frame begins cannot be known.
      broken(corrupt.closeStatus().code());
      return null;
    }
  }

  private boolean held(@Nullable ByteBuf bytes) {
    return paused && bytes != null && Frame.beginsMessage(bytes);
  }
}
