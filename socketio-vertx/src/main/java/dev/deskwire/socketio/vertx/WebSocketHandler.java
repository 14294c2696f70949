package dev.deskwire.socketio.vertx;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A WebSocket on the bytes of its channel, and all that an open one needs there: joins its frames
/// to messages, answers pings, and closes as the protocol wants it.
///
/// It stands alone in the pipeline, above TLS. At rest it holds no buffer: [FrameReader] keeps
/// bytes while a frame is incomplete, and a [MessageAssembly] is kept while a message is.
///
/// What a subclass hears, it hears on the channel's event loop.
abstract class WebSocketHandler extends FrameReader {
  /// Source: RFC 6455, section 7.4.1.
  static final int NO_CODE = 1005;

  static final int NOT_UTF_8 = 1007;
  static final int TOO_BIG = 1009;
  static final int UNEXPECTED = 1011;

  /// How long a peer may take to answer a close frame before its connection is reset.
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(WebSocketHandler.class.getName());

  private final int maxMessage;

  /// The beginning of a message.
  private @Nullable MessageAssembly partial;

  private boolean closeSent;

  /// Whether the subclass has been told of the end.
  private boolean over;

  /// @param maxMessage in bytes, inflated
  /// @param mayCompress whether both sides agreed on `permessage-deflate`
  WebSocketHandler(int maxMessage, boolean mayCompress) {
    super(maxMessage, mayCompress);
    this.maxMessage = maxMessage;
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

  /// Sends a close frame, and closes the connection when the peer has answered it or, if it broke
  /// the protocol, has ended its side; or after a while. Further calls have no effect. On any
  /// thread.
  ///
  /// @param code [#NO_CODE] for none
  public final void close(int code, String reason) {
    onLoop(() -> {
      if (!closeSent && context().channel().isActive()) {
        closeSent = true;
        var written = write(Frame.Kind.CLOSE, CloseFrame.payload(code, reason));
        if (over) {
          // A peer that breaks the protocol is not asked for an answer.
          written.addListener(done -> endOutput());
        }
        giveUpLater();
        // The peer's answer, or its end, is to be read.
        resume();
      }
    });
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
    broken(UNEXPECTED);
  }

  @Override
  final void received(Frame frame) {
    heard();
    try {
      accept(frame);
    } catch (CorruptedWebSocketFrameException corrupt) {
      broken(corrupt.closeStatus().code());
    }
  }

  @Override
  final void broken(int code) {
    ignore();
    boolean afterFarewell = closeSent;
    if (!over) {
      over = true;
      failed(code);
    }
    if (afterFarewell) {
      endOutput();
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
    CloseFrame.check(payload);
    ignore();
    if (closeSent) {
      var unused = context().close();
      return;
    }
    closeSent = true;
    tellClosed();
    var unused =
        write(Frame.Kind.CLOSE, CloseFrame.answer(payload))
            .addListener(ChannelFutureListener.CLOSE);
    giveUpLater();
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

  /// Says that nothing more comes, and drops what does until the peer ends its side, too: to close
  /// with something unread would reset the connection, and a reset may overtake the close frame.
  private void endOutput() {
    var channel = context().channel();
    if (!(channel instanceof DuplexChannel connection)) {
      var unused = channel.close();
      return;
    }
    var tls = channel.pipeline().get(SslHandler.class);
    var ended = tls == null ? channel.newSucceededFuture() : tls.closeOutbound();
    ended.addListener(done -> {
      var unused = connection.shutdownOutput();
    });
  }

  private void tellClosed() {
    if (!over) {
      over = true;
      closed();
    }
  }

  @Override
  final void forget() {
    super.forget();
    forgetMessage();
  }

  private void forgetMessage() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
