package dev.deskwire.socketio.vertx;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A WebSocket for a protocol of the application's own, beside those of Socket.IO on the same port:
/// text messages, a limit that counts whole messages, pings, what waits for a slow reader, and
/// close codes that the peer really sees.
///
/// All methods may be called from any thread; messages leave in the order of the calls.
public final class PlainWebSocket {
  /// What the peer does. All methods are called on the connection's event loop.
  public interface Listener {
    /// A text message came, whole.
    void text(String message);

    /// A binary message came, which is dropped.
    void binary();

    /// The connection is over, whoever ended it.
    void closed();
  }

  private final ServerWebSocket socket;
  private final Channel channel;
  private final ChannelHandlerContext context;
  private final int maxMessage;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long heardAt = System.nanoTime();

  private PlainWebSocket(ServerWebSocket socket, Channel channel, int maxMessage) {
    this.socket = socket;
    this.channel = channel;
    this.maxMessage = maxMessage;
    context = channel.pipeline().lastContext();
    Channels.onCorruptFrame(channel, status -> close(status.code(), status.reasonText()));
  }

  /// Completes the handshake of `request`; one that is not valid is answered 400.
  ///
  /// @param maxMessage in bytes; a larger one closes with 1009. The HTTP server must take frames of
  ///   that size, see [SocketIoVertx#configure]
  /// @param opened gets the WebSocket on its event loop, before anything is read from it, and calls
  ///   [#listen] there
  public static void accept(
      HttpServerRequest request, int maxMessage, Consumer<PlainWebSocket> opened) {
    var problem = WebSocketHandshake.problem(request);
    if (problem.isPresent()) {
      request.response().setStatusCode(400).putHeader("Sec-WebSocket-Version", "13, 8");
      var unused = request.response().end(problem.get());
      return;
    }
    WebSocketHandshake.subprotocol(request)
        .ifPresent(name -> request.response().putHeader("Sec-WebSocket-Protocol", name));
    var channel = Channels.of(request);
    // nothing is compressed: the limit of a message counts inflated bytes
    var unused = Channels.takeExtensions(channel);
    request
        .toWebSocket()
        .onSuccess(socket -> opened.accept(new PlainWebSocket(socket, channel, maxMessage)));
  }

  /// Sets who hears of this WebSocket; called once.
  public void listen(Listener listener) {
    var messages = new MessageAssembly(maxMessage, new Received(listener));
    socket.frameHandler(frame -> {
      heardAt = System.nanoTime();
      if (!closing.get()) {
        messages.add(frame);
      }
    });
    socket.pongHandler(pong -> heardAt = System.nanoTime());
    // a connection that fails is one that is over: the close handler tells
    socket.exceptionHandler(failure -> {});
    socket.closeHandler(gone -> listener.closed());
  }

  /// Pings the peer each `interval` and drops a connection from which nothing has come for so long
  /// and `timeout` more.
  public void heartbeat(Duration interval, Duration timeout) {
    long patience = interval.plus(timeout).toNanos();
    var beat =
        channel
            .eventLoop()
            .scheduleAtFixedRate(
                () -> {
                  if (System.nanoTime() - heardAt > patience) {
                    var unused = channel.close();
                  } else {
                    var unused = context.writeAndFlush(new PingWebSocketFrame());
                  }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    channel.closeFuture().addListener(done -> beat.cancel(false));
  }

  /// Reads no further messages until [#resume].
  public void pause() {
    socket.pause();
  }

  /// Reads messages again, after [#pause].
  public void resume() {
    channel.eventLoop().execute(socket::resume);
  }

  /// Sends a text message; nothing once [#close] was called.
  ///
  /// @param utf8 not to be changed afterwards: many connections may share it
  public void send(byte[] utf8) {
    if (closing.get()) {
      return;
    }
    queued.addAndGet(utf8.length);
    context
        .writeAndFlush(new TextWebSocketFrame(Unpooled.wrappedBuffer(utf8)))
        .addListener(done -> queued.addAndGet(-utf8.length));
  }

  /// How many bytes wait for the network.
  public long queuedBytes() {
    return queued.get();
  }

  /// Whether messages can still be sent.
  public boolean isOpen() {
    return !closing.get() && channel.isActive();
  }

  /// Whether the connection is closed.
  public boolean isGone() {
    return !channel.isActive();
  }

  /// Sends a close frame and closes the connection when the peer has answered, or after a while.
  /// Further calls have no effect.
  ///
  /// @param reason at most 123 bytes
  public void close(int code, String reason) {
    if (!closing.compareAndSet(false, true)) {
      return;
    }
    Channels.close(channel, new CloseWebSocketFrame(code, reason));
    // the peer's answer is to be read
    resume();
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
      listener.binary();
    }

    @Override
    public void unfit(int code) {
      close(
          code,
          code == MessageAssembly.TOO_BIG
              ? "At most " + maxMessage + " bytes are taken."
              : "Text must be UTF-8.");
    }
  }
}
