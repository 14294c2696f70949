package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client that speaks by hand over a WebSocket. It answers pings and keeps everything else.
final class TestClient implements WebSocket.Listener, AutoCloseable {
  private static final int PATIENCE_SECONDS = 10;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private final WebSocket socket;
  private CompletableFuture<?> lastSent = CompletableFuture.completedFuture(null);

  private TestClient(int port) {
    socket =
        HTTP.newWebSocketBuilder()
            .buildAsync(
                URI.create("ws://localhost:" + port + "/socket.io/?EIO=4&transport=websocket"),
                this)
            .join();
  }

  /// A client whose session is open and that has joined nothing.
  static TestClient open(int port) {
    var client = new TestClient(port);
    assertThat(client.next()).startsWith("0{");
    return client;
  }

  /// A client in the main namespace.
  static TestClient connect(int port) {
    var client = open(port);
    client.send("40");
    assertThat(client.next()).startsWith("40{");
    return client;
  }

  void send(String message) {
    enqueue(socket, message).join();
  }

  /// Sends after what was sent before: a WebSocket of the JDK takes one message at a time, and
  /// pings are answered on another thread than the test's.
  private synchronized CompletableFuture<?> enqueue(WebSocket to, String message) {
    lastSent = lastSent.thenCompose(sent -> to.sendText(message, true));
    return lastSent;
  }

  /// The next message.
  String next() {
    try {
      var message = inbox.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("no message came");
      }
      return message;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// Code and reason of the close, which must come.
  String closed() {
    return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      var message = partial.toString();
      partial.setLength(0);
      if (message.equals("2")) {
        var unused = enqueue(from, "3");
      } else {
        inbox.add(message);
      }
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete((code + " " + reason).strip());
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    closed.complete(failure.toString());
  }

  @Override
  public void close() {
    socket.abort();
  }
}
