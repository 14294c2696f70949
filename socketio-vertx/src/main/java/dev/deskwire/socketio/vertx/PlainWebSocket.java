package dev.deskwire.socketio.vertx;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.vertx.core.http.HttpServerRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

  private final Connection connection;
  private final int maxMessage;
  private final AtomicLong queued = new AtomicLong();
  private final AtomicBoolean closing = new AtomicBoolean();
  private volatile long heardAt = System.nanoTime();
  private @Nullable Listener listener;

  private PlainWebSocket(int maxMessage) {
    this.maxMessage = maxMessage;
    connection = new Connection(maxMessage);
  }

  /// Completes the handshake of `request`; one that is not valid is answered 400. Nothing is
  /// compressed.
  ///
  /// @param maxMessage in bytes; a larger one closes with 1009
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
    var socket = new PlainWebSocket(maxMessage);
    Channels.takeOver(request, socket.connection, () -> opened.accept(socket));
  }

  /// Sets who hears of this WebSocket; called once.
  public void listen(Listener listener) {
    this.listener = listener;
  }

  /// Pings the peer each `interval` and drops a connection from which nothing has come for so long
  /// and `timeout` more.
  ///
  /// What comes behind a message that waits for [#resume] is not heard, answers to pings included.
  /// Meanwhile a peer counts as alive as long as it takes what is sent to it.
  public void heartbeat(Duration interval, Duration timeout) {
    long patience = interval.plus(timeout).toNanos();
    var beat =
        channel()
            .eventLoop()
            .scheduleAtFixedRate(
                () -> {
                  if (queued.get() == 0) {
                    taken();
                  }
                  if (System.nanoTime() - heardAt > patience) {
                    var unused = channel().close();
                  } else {
                    var unused = connection.write(Frame.Kind.PING, new byte[0]);
                  }
                },
                interval.toNanos(),
                interval.toNanos(),
                TimeUnit.NANOSECONDS);
    channel().closeFuture().addListener(done -> beat.cancel(false));
  }

  /// Reads no further messages until [#resume].
  public void pause() {
    connection.pause();
  }

  /// Reads messages again, after [#pause].
  public void resume() {
    connection.resume();
  }

  /// Sends a text message; nothing once [#close] was called.
  public void send(byte[] utf8) {
    if (closing.get()) {
      return;
    }
    queued.addAndGet(utf8.length);
    connection
        .write(Frame.Kind.TEXT, utf8)
        .addListener(done -> {
          queued.addAndGet(-utf8.length);
          taken();
        });
  }

  /// The network has taken a message, or has taken all: the sign of life of a peer that cannot be
  /// heard.
  private void taken() {
    if (connection.holds()) {
      heardAt = System.nanoTime();
    }
  }

  /// How many bytes wait for the network.
  public long queuedBytes() {
    return queued.get();
  }

  /// Whether messages can still be sent.
  public boolean isOpen() {
    return !closing.get() && channel().isActive();
  }

  /// Whether the connection is closed.
  public boolean isGone() {
    return !channel().isActive();
  }

  /// Sends a close frame and closes the connection when the peer has answered, or after a while.
  /// From now on no message is heard. Further calls have no effect.
  ///
  /// @param reason at most 123 bytes
  public void close(int code, String reason) {
    if (closing.compareAndSet(false, true)) {
      connection.close(code, reason);
    }
  }

  private Channel channel() {
    return connection.context().channel();
  }

  /// The WebSocket as the network has it.
  private final class Connection extends WebSocketHandler {
    Connection(int maxMessage) {
      super(maxMessage, false);
    }

    @Override
    void heard() {
      heardAt = System.nanoTime();
    }

    @Override
    void text(String message) {
      if (!closing.get()) {
        listener().text(message);
      }
    }

    @Override
    void binary(ByteBuffer message) {
      if (!closing.get()) {
        listener().binary();
      }
    }

    @Override
    void failed(int code) {
      PlainWebSocket.this.close(code, reason(code));
      channel().closeFuture().addListener(gone -> listener().closed());
    }

    @Override
    void closed() {
      listener().closed();
    }

    private Listener listener() {
      return Objects.requireNonNull(listener, "listen was not called");
    }

    private String reason(int code) {
      return switch (code) {
        case TOO_BIG -> "At most " + maxMessage + " bytes are taken.";
        case NOT_UTF_8 -> "Text must be UTF-8.";
        default -> WebSocketCloseStatus.valueOf(code).reasonText();
      };
    }
  }
}
