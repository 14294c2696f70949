package dev.deskwire.socketio.vertx;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// A WebSocket on the bytes of its channel, and all that an open one needs there: reads frames,
/// joins them to messages, answers pings, and closes as the protocol wants it.
///
/// It stands alone in the pipeline, above TLS. At rest it holds no buffer: bytes are kept while a
/// frame is incomplete, a [MessageAssembly] while a message is.
///
/// What a subclass hears, it hears on the channel's event loop.
abstract class WebSocketHandler extends ChannelInboundHandlerAdapter {
  /// Source: RFC 6455, section 7.4.1.
  static final int NO_CODE = 1005;

  static final int NOT_UTF_8 = 1007;
  static final int TOO_BIG = 1009;
  static final int UNEXPECTED = 1011;

  /// Source: RFC 6455, section 7.4.2.
  private static final int LAST_CODE = 4999;

  /// Bytes of a control frame. Source: RFC 6455, section 5.5.
  private static final int LONGEST_CLOSE = 125;

  /// How long a peer may take to answer a close frame before its connection is reset.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(WebSocketHandler.class.getName());

  private final int maxMessage;
  private final boolean mayCompress;

  private @Nullable ChannelHandlerContext context;

  /// The beginning of a frame, or what came while nothing was to be read.
  private @Nullable ByteBuf unread;

  /// The beginning of a message.
  private @Nullable MessageAssembly partial;

  private boolean started;
  private boolean paused;

  /// What comes is dropped: the peer has said goodbye, or its bytes make no frames.
  private boolean deaf;

  private boolean closeSent;

  /// Whether the subclass has been told of the end.
  private boolean over;

  /// @param maxMessage in bytes, inflated
  /// @param mayCompress whether both sides agreed on `permessage-deflate`
  WebSocketHandler(int maxMessage, boolean mayCompress) {
    this.maxMessage = maxMessage;
    this.mayCompress = mayCompress;
  }

  abstract void text(String message);

  abstract void binary(ByteBuffer message);

  /// The peer broke the protocol or a limit; whoever hears that closes. Nothing else is heard
  /// afterwards.
  ///
  /// @param code for the close frame
  abstract void failed(int code);

  /// The peer has closed, or the connection is gone. Nothing else is heard afterwards, and nothing
  /// of it after [#failed].
  abstract void closed();

  /// A frame came, of whatever kind.
  void heard() {}

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

  /// Sends a close frame, and closes the connection when the peer has answered it or after a while.
  /// Further calls have no effect. On any thread.
  ///
  /// @param code [#NO_CODE] for none
  public final void close(int code, String reason) {
    onLoop(() -> {
      if (!closeSent && context().channel().isActive()) {
        closeSent = true;
        var unused = write(Frame.Kind.CLOSE, closePayload(code, reason));
        giveUpLater();
        // The peer's answer is to be read.
        resume();
      }
    });
  }

  private void onLoop(Runnable task) {
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

  @Override
  public void channelInactive(ChannelHandlerContext gone) {
    forget();
    tellClosed();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext at, Throwable failure) {
    if (failure instanceof IOException || failure instanceof DecoderException) {
      // A reset connection or a broken TLS record: the connection is over, and its end tells.
      var unused = at.close();
      return;
    }
    LOG.log(System.Logger.Level.WARNING, "A WebSocket failed", failure);
    fail(UNEXPECTED);
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
      receive(frame);
    }
  }

  private @Nullable Frame next(ByteBuf bytes) {
    try {
      return Frame.read(bytes, maxMessage, mayCompress);
    } catch (CorruptedWebSocketFrameException corrupt) {
      // Where the next frame begins cannot be known.
      deaf = true;
      fail(corrupt.closeStatus().code());
      return null;
    }
  }

  private boolean held(@Nullable ByteBuf bytes) {
    return paused && bytes != null && Frame.beginsMessage(bytes);
  }

  private void receive(Frame frame) {
    heard();
    try {
      accept(frame);
    } catch (CorruptedWebSocketFrameException corrupt) {
      forgetMessage();
      fail(corrupt.closeStatus().code());
    }
  }

  private void accept(Frame frame) {
    switch (frame.kind()) {
      case PING -> {
        // whoever pings without reading gets no more answers than the network takes
        if (!closeSent && context().channel().isWritable()) {
          var unused = write(Frame.Kind.PONG, frame.payload().array());
        }
      }
      case PONG -> {}
      case CLOSE -> peerCloses(frame.payload().array());
      case TEXT, BINARY, CONTINUATION -> {
        if (!closeSent && !over) {
          extend(frame);
        }
      }
    }
  }

  private void extend(Frame frame) {
    boolean continues = frame.kind() == Frame.Kind.CONTINUATION;
    if (continues == (partial == null)) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "a frame that does not continue what was begun");
    }
    if (frame.last() && !continues && !frame.compressed()) {
      deliver(frame.kind(), frame.payload());
      return;
    }
    var message = partial == null ? new MessageAssembly(frame, maxMessage) : partial;
    partial = message;
    message.add(frame);
    if (frame.last()) {
      partial = null;
      message.release();
      deliver(message.kind(), message.message());
    }
  }

  private void deliver(Frame.Kind kind, ByteBuffer message) {
    if (kind == Frame.Kind.TEXT) {
      text(MessageAssembly.text(message));
    } else {
      binary(message);
    }
  }

  private void peerCloses(byte[] payload) {
    checkClose(payload);
    deaf = true;
    if (closeSent) {
      var unused = context().close();
      return;
    }
    closeSent = true;
    tellClosed();
    var unused =
        write(Frame.Kind.CLOSE, payload.length < 2 ? payload : new byte[] {payload[0], payload[1]})
            .addListener(ChannelFutureListener.CLOSE);
    giveUpLater();
  }

  /// Source: RFC 6455, sections 5.5.1 and 7.4.
  private static void checkClose(byte[] payload) {
    if (payload.length == 0) {
      return;
    }
    int code = payload.length == 1 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xffff;
    if (code > LAST_CODE || !WebSocketCloseStatus.isValidStatusCode(code)) {
      throw new CorruptedWebSocketFrameException(
          WebSocketCloseStatus.PROTOCOL_ERROR, "a close code that means nothing");
    }
    var unused = MessageAssembly.text(ByteBuffer.wrap(payload, 2, payload.length - 2));
  }

  private void giveUpLater() {
    var current = context();
    Runnable giveUp =
        () -> {
          var unused = current.close();
        };
    var reset = current.executor().schedule(giveUp, CLOSE_TIMEOUT.toMillis(), MILLISECONDS);
    current.channel().closeFuture().addListener(closed -> reset.cancel(false));
  }

  /// Writes a frame of this connection alone, on any thread.
  final ChannelFuture write(Frame.Kind kind, byte[] payload) {
    var current = context();
    return current.writeAndFlush(Frame.bytes(current.alloc(), kind, payload));
  }

  private static byte[] closePayload(int code, String reason) {
    if (code == NO_CODE) {
      return new byte[0];
    }
    var payload = ByteBuffer.allocate(LONGEST_CLOSE).putShort((short) code);
    // whole characters only, as many as there is room for
    var unused = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(reason), payload, true);
    return Arrays.copyOf(payload.array(), payload.position());
  }

  private void fail(int code) {
    if (!over) {
      over = true;
      failed(code);
    }
  }

  private void tellClosed() {
    if (!over) {
      over = true;
      closed();
    }
  }

  private void forget() {
    deaf = true;
    if (unread != null) {
      unread.release();
      unread = null;
    }
    forgetMessage();
  }

  private void forgetMessage() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
