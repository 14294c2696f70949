package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.SocketIoServer;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.core.spi.observability.HttpResponse;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// WebSockets of an HTTP server whose options put more into a connection than plain HTTP needs.
class TakeOverTest {
  private static final String PASSWORD = "only for this test";

  private static final byte[] HANDSHAKE =
      """
      GET /socket.io/?EIO=4&transport=websocket HTTP/1.1
      Host: localhost
      Connection: Upgrade
      Upgrade: websocket
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

      """
          .replace("\n", "\r\n")
          .getBytes(StandardCharsets.US_ASCII);

  private final BlockingQueue<String> accounts = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Short> closeCode = new CompletableFuture<>();
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(new MetricsOptions().setEnabled(true)))
          .withMetrics(options -> new Metrics())
          .build();

  private final SocketIoServer server =
      SocketIoServer.builder().pingInterval(Duration.ofMillis(1_500)).perMessageDeflate(0).build();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aWebSocketOverTlsOutlivesTheIdleTimeoutAndEndsInOrder(@TempDir Path folder)
      throws Exception {
    var keys = selfSigned(folder);
    int port =
        listen(
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keys).setPassword(PASSWORD))
                .setIdleTimeout(1)
                .setCompressionSupported(true)
                .setDecompressionSupported(true)
                .setMaxWebSocketFrameSize(10));
    var client = connect(port, true);
    assertThat(next()).startsWith("0{");
    client.writeTextMessage("40");
    assertThat(next()).startsWith("40{");
    assertThat(next()).describedAs("the heartbeat, after the idle timeout").isEqualTo("2");
    client.writeTextMessage("3");
    var unused = server.close();
    assertThat(closeCode.get(10, TimeUnit.SECONDS)).isEqualTo((short) 1012);
  }

  @Test
  void aFrameThatComesTogetherWithTheHandshakeIsRead() throws Exception {
    int port = listen(new HttpServerOptions());
    // "40", masked with zeros
    var connect = new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'};
    try (var client = new Socket("localhost", port)) {
      client.setSoTimeout(10_000);
      var both = Arrays.copyOf(HANDSHAKE, HANDSHAKE.length + connect.length);
      System.arraycopy(connect, 0, both, HANDSHAKE.length, connect.length);
      client.getOutputStream().write(both);
      awaitText(client, "40{\"sid\"");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoSendsABrokenFrameIsToldSoAndFindsTheEndAtOnce(boolean secure, @TempDir Path folder)
      throws Exception {
    var options = new HttpServerOptions().setSsl(secure);
    if (secure) {
      var keys = selfSigned(folder);
      options.setKeyCertOptions(new PfxOptions().setPath(keys).setPassword(PASSWORD));
    }
    int port = listen(options);
    try (var client =
        secure ? trusting().createSocket("localhost", port) : new Socket("localhost", port)) {
      // sooner than the server gives up whoever answers no close frame
      client.setSoTimeout(4_000);
      client.getOutputStream().write(HANDSHAKE);
      awaitText(client, "\"maxPayload\"");
      var withoutMask = new byte[] {(byte) 0x81, 1, 'x'};
      client.getOutputStream().write(withoutMask);
      var rest = client.getInputStream().readAllBytes();
      assertThat(rest).endsWith(0x88, 2, 1002 >> 8, 1002 & 0xff);
    }
  }

  @Test
  void whoeverHasClosedAPlainWebSocketHearsNoMessageThatCameMeanwhile() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    int port =
        portOf(
            vertx
                .createHttpServer()
                .requestHandler(request ->
                    PlainWebSocket.accept(
                        request, 100, it -> it.listen(new ClosesAtOnce(it, heard)))));
    try (var client = new Socket("localhost", port)) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write(HANDSHAKE);
      awaitText(client, "\r\n\r\n");
      byte text = (byte) 0x81;
      byte one = (byte) 0x81;
      byte close = (byte) 0x88;
      byte empty = (byte) 0x80;
      client
          .getOutputStream()
          .write(
              new byte[] {
                text, one, 0, 0, 0, 0, 'a', text, one, 0, 0, 0, 0, 'b', close, empty, 0, 0, 0, 0
              });
      assertThat(client.getInputStream().readAllBytes()).startsWith(0x88);
    }
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    assertThat(heard).isEmpty();
  }

  @Test
  void aPausedPlainWebSocketOutlivesTheSilenceBehindItsMessage() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    var paused = new CompletableFuture<PlainWebSocket>();
    var patience = Duration.ofSeconds(1);
    var interval = Duration.ofMillis(100);
    int port =
        portOf(
            vertx
                .createHttpServer()
                .requestHandler(request ->
                    PlainWebSocket.accept(
                        request,
                        100,
                        it -> {
                          it.listen(new Hears(heard));
                          it.heartbeat(interval, patience.minus(interval));
                          it.pause();
                          paused.complete(it);
                        })));
    try (var client = new Socket("localhost", port)) {
      client.setSoTimeout(10_000);
      client.getOutputStream().write(HANDSHAKE);
      client.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'a'});
      awaitText(client, "\r\n\r\n");
      for (int pings = 0; pings < 15; pings++) {
        assertThat(client.getInputStream().readNBytes(2)).containsExactly(0x89, 0);
        client.getOutputStream().write(new byte[] {(byte) 0x8a, (byte) 0x80, 0, 0, 0, 0});
      }
      assertThat(heard).isEmpty();
      paused.join().resume();
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    }
  }

  private record Hears(BlockingQueue<String> heard) implements PlainWebSocket.Listener {
    @Override
    public void text(String message) {
      heard.add(message);
    }

    @Override
    public void binary() {}

    @Override
    public void closed() {}
  }

  /// Closes on another thread at the first message, and lets the event loop wait for that.
  private record ClosesAtOnce(PlainWebSocket socket, BlockingQueue<String> heard)
      implements PlainWebSocket.Listener {
    @Override
    public void text(String message) {
      heard.add(message);
      CompletableFuture.runAsync(() -> socket.close(1000, "")).join();
    }

    @Override
    public void binary() {}

    @Override
    public void closed() {
      heard.add("closed");
    }
  }

  @Test
  void theServersMetricsHearOfTheAnswerAtOnceAndOfTheConnectionsEnd() throws Exception {
    var client = connect(listen(new HttpServerOptions()), false);
    assertThat(next()).startsWith("0{");
    assertThat(account()).isEqualTo("connected");
    assertThat(account()).isEqualTo("request begins");
    assertThat(account()).isEqualTo("response begins");
    assertThat(account()).isEqualTo("response ends");
    assertThat(accounts).isEmpty();
    var unused = client.close();
    assertThat(account()).isEqualTo("disconnected");
  }

  @Test
  void theHostsCloseHandlerHearsOnceOfEachWebSocketsEndAndNotBefore() throws Exception {
    var open = new AtomicInteger();
    var host = vertx.createHttpServer();
    host.connectionHandler(connection -> {
      open.incrementAndGet();
      connection.closeHandler(closed -> accounts.add("open: " + open.decrementAndGet()));
    });
    int port = listen(host);
    var first = connect(port, false);
    assertThat(next()).startsWith("0{");
    var second = connect(port, false);
    assertThat(next()).startsWith("0{");
    second.writeTextMessage("40");
    assertThat(next()).startsWith("40{");
    assertThat(open).hasValue(2);
    var unused = first.close();
    assertThat(closing()).isEqualTo("open: 1");
    unused = second.close();
    assertThat(closing()).isEqualTo("open: 0");
  }

  private String closing() throws InterruptedException {
    String account;
    do {
      account = account();
    } while (account != null && !account.startsWith("open: "));
    return account;
  }

  private int listen(HttpServerOptions options) {
    return listen(vertx.createHttpServer(options));
  }

  private int listen(HttpServer host) {
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    return portOf(host.requestHandler(router));
  }

  /// Lets a server listen at a free port of this machine.
  private static int portOf(HttpServer host) {
    return host.listen(0, "localhost")
        .toCompletionStage()
        .toCompletableFuture()
        .join()
        .actualPort();
  }

  private WebSocket connect(int port, boolean secure) {
    var options = new WebSocketClientOptions().setTrustAll(true).setVerifyHost(false);
    var target =
        new WebSocketConnectOptions()
            .setHost("localhost")
            .setPort(port)
            .setSsl(secure)
            .setURI("/socket.io/?EIO=4&transport=websocket");
    var client = vertx.createWebSocketClient(options).webSocket();
    client.textMessageHandler(received::add);
    client.closeHandler(closed -> closeCode.complete(client.closeStatusCode()));
    client.connect(target).toCompletionStage().toCompletableFuture().join();
    return client;
  }

  private static void awaitText(Socket client, String text) throws IOException {
    var answers = new StringBuilder();
    while (answers.indexOf(text) < 0) {
      int next = client.getInputStream().read();
      assertThat(next).as("the rest of %s", answers).isNotNegative();
      answers.append((char) next);
    }
  }

  private static SocketFactory trusting() throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
    return context.getSocketFactory();
  }

  private String next() throws InterruptedException {
    return received.poll(10, TimeUnit.SECONDS);
  }

  private String account() throws InterruptedException {
    return accounts.poll(10, TimeUnit.SECONDS);
  }

  private static String selfSigned(Path folder) throws Exception {
    var keys = folder.resolve("keys.p12").toString();
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "host",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys,
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return keys;
  }

  private final class Metrics implements VertxMetrics {
    @Override
    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
        HttpServerOptions options, SocketAddress address) {
      return new Accounts();
    }
  }

  private final class Accounts implements HttpServerMetrics<String, String, String> {
    @Override
    public String connected(SocketAddress peer, String name) {
      accounts.add("connected");
      return "connection";
    }

    @Override
    public void disconnected(String connection, SocketAddress peer) {
      accounts.add("disconnected");
    }

    @Override
    public String requestBegin(String connection, HttpRequest request) {
      accounts.add("request begins");
      return "request";
    }

    @Override
    public void responseBegin(String request, HttpResponse response) {
      accounts.add("response begins");
    }

    @Override
    public void responseEnd(String request, HttpResponse response, long bytes) {
      accounts.add("response ends");
    }
  }
}
