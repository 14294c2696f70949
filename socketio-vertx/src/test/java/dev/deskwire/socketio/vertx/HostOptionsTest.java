package dev.deskwire.socketio.vertx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.SocketIoServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.Socket;
import java.util.Locale;
import java.util.Scanner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the options of the HTTP server do to compressed WebSockets.
class HostOptionsTest {
  private final Vertx vertx = Vertx.vertx();
  private final SocketIoServer server = SocketIoServer.builder().perMessageDeflate(1_024).build();

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void aHostThatWasToldNotToTakeCompressedFramesIsServedUncompressed() throws IOException {
    assertThat(handshake(withoutCompression()))
        .startsWith("http/1.1 101")
        .doesNotContain("permessage-deflate");
  }

  @Test
  void configureLetsSuchAHostTakeCompressedFrames() throws IOException {
    assertThat(handshake(SocketIoVertx.configure(withoutCompression(), server)))
        .startsWith("http/1.1 101")
        .contains("permessage-deflate");
  }

  private static HttpServerOptions withoutCompression() {
    return new HttpServerOptions()
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  /// The head of the answer to a client that offers compression, in lower case.
  private String handshake(HttpServerOptions options) throws IOException {
    var router = Router.router(vertx);
    SocketIoVertx.mount(router, server);
    int port =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .listen(0)
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort();
    var request =
        String.join(
            "\r\n",
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            "Host: localhost",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Extensions: permessage-deflate",
            "",
            "");
    try (var socket = new Socket("localhost", port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      try (var answer = new Scanner(socket.getInputStream(), US_ASCII).useDelimiter("\r\n\r\n")) {
        return answer.next().toLowerCase(Locale.ROOT);
      }
    }
  }
}
