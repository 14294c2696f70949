package dev.deskwire.socketio.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.socketio.Ack;
import dev.deskwire.socketio.Admission;
import dev.deskwire.socketio.Args;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.Socket;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.engine.Refusal;
import dev.deskwire.socketio.engine.RequestInfo;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import dev.deskwire.socketio.vertx.fixture.HttpHost;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What an observer of a server hears, in which order, and what its own failures do.
class ObserverTest {
  private final BlockingQueue<String> failures = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final SocketIoServer server =
      SocketIoServer.builder()
          .maxQueuedBytes(100_000)
          .onError((where, failure) -> failures.add(where + ": " + failure.getMessage()))
          .build();
  private final HttpHost host = HttpHost.start(0, router -> SocketIoVertx.mount(router, server));

  @AfterEach
  void stop() {
    server.close();
    host.close();
  }

  @Test
  void anObserverHearsAConnectionFromItsBeginningToItsEnd() {
    server.observe(new Journal());
    server
        .of("/")
        .onConnection(socket -> {
          socket.use((event, args, ack) -> !event.equals("dropped"));
          socket.on("hello", (args, ack) -> ack.send("you"));
        });
    try (var client = TestClient.connect(host.port())) {
      client.send("420[\"hello\",1]");
      assertThat(client.next()).isEqualTo("430[\"you\"]");
      client.send("42[\"dropped\"]");
      assertThat(until("event dropped dropped"))
          .containsSubsequence(
              "opened WEBSOCKET",
              "received 0",
              "connected /",
              "event received hello 1",
              "event handled hello",
              "event received dropped 0")
          .contains("sent 1", "received 20[\"hello\",1]");
      server.of("/").emit("news", "a", "b");
      assertThat(client.next()).isEqualTo("42[\"news\",\"a\",\"b\"]");
      assertThat(until("event sent news 2")).doesNotContain("closed transport close");
      client.send("41");
      assertThat(until("disconnected client namespace disconnect")).contains("received 1");
    }
    assertThat(until("closed transport close")).hasSize(1);
  }

  @Test
  void listenersForEveryEventHearWhatAMiddlewareDropsAndNamedOnesDoNot() {
    server
        .of("/")
        .onConnection(socket -> {
          socket.onAny((event, args, ack) -> heard.add("any " + event));
          socket.use((event, args, ack) -> !event.equals("dropped"));
          socket.on("dropped", (args, ack) -> heard.add("named dropped"));
          socket.on("kept", (args, ack) -> heard.add("named kept"));
        });
    try (var client = TestClient.connect(host.port())) {
      client.send("42[\"dropped\"]");
      client.send("42[\"kept\"]");
      assertThat(until("named kept")).containsExactly("any dropped", "any kept", "named kept");
    }
  }

  @Test
  void anObserverHearsOfRefusals() throws IOException, InterruptedException {
    server.observe(new Journal());
    server.of("/closed").use(socket -> Admission.refuse("not you"));
    try (var client = HttpClient.newHttpClient()) {
      var base = "http://localhost:" + host.port();
      var request =
          HttpRequest.newBuilder(URI.create(base + "/socket.io/?EIO=4&transport=abc")).build();
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(400);
    }
    assertThat(until("refused 0 {transport=abc}")).hasSize(1);
    try (var client = TestClient.open(host.port())) {
      client.send("40/closed,");
      assertThat(until("refused /closed not you")).doesNotContain("connected /closed");
      client.send("40/nowhere,");
      assertThat(until("refused /nowhere Invalid namespace")).doesNotContain("connected /nowhere");
    }
  }

  @Test
  void anObserverHearsOfASlowReaderOnce() {
    server.observe(new Journal());
    var text = "x".repeat(60_000);
    server
        .of("/")
        .onConnection(socket -> {
          while (socket.isConnected()) {
            socket.emit("much", text);
          }
        });
    try (var client = TestClient.open(host.port())) {
      client.send("40");
      assertThat(until("closed transport error")).containsOnlyOnce("too slow");
      assertThat(client.closed()).startsWith("1013");
    }
  }

  @Test
  void anObserverThatFailsHarmsNobody() {
    server.observe(
        new ServerObserver() {
          @Override
          public void eventReceived(Socket socket, String event, Args args, Ack ack) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void received(EngineConnection connection, EnginePacket message) {
            throw new IllegalStateException("broken");
          }
        });
    var journal = new Journal();
    server.observe(journal);
    server.of("/").onConnection(socket -> socket.on("hello", (args, ack) -> ack.send("you")));
    try (var client = TestClient.connect(host.port())) {
      client.send("420[\"hello\"]");
      assertThat(client.next()).isEqualTo("430[\"you\"]");
      assertThat(until("event handled hello")).contains("event received hello 0");
      assertThat(failures).contains("an observer: broken");
      server.unobserve(journal);
      heard.clear();
      client.send("421[\"hello\"]");
      assertThat(client.next()).isEqualTo("431[\"you\"]");
      assertThat(heard).isEmpty();
    }
  }

  /// What was heard, up to this entry, which must come.
  private List<String> until(String last) {
    var entries = new ArrayList<String>();
    try {
      while (true) {
        var entry = heard.poll(10, TimeUnit.SECONDS);
        if (entry == null) {
          throw new AssertionError("never heard '" + last + "' but " + entries);
        }
        entries.add(entry);
        if (entry.equals(last)) {
          return entries;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  /// Writes everything down.
  private final class Journal implements ServerObserver {
    @Override
    public void opened(EngineConnection connection) {
      heard.add("opened " + connection.transport());
    }

    @Override
    public void closed(EngineConnection connection, CloseReason reason) {
      heard.add("closed " + reason.text());
    }

    @Override
    public void received(EngineConnection connection, EnginePacket message) {
      heard.add("received " + (message instanceof EnginePacket.Message(var text) ? text : "bytes"));
    }

    @Override
    public void sent(EngineConnection connection, List<EncodedPacket> packets) {
      heard.add("sent " + packets.size());
    }

    @Override
    public void tooSlow(EngineConnection connection) {
      heard.add("too slow");
    }

    @Override
    public void refused(RequestInfo request, Refusal refusal) {
      heard.add("refused " + refusal.error().code() + " " + refusal.context());
    }

    @Override
    public void connected(Socket socket) {
      heard.add("connected " + socket.namespace().name());
    }

    @Override
    public void refused(String namespace, String message) {
      heard.add("refused " + namespace + " " + message);
    }

    @Override
    public void disconnected(Socket socket, CloseReason reason) {
      heard.add("disconnected " + reason.text());
    }

    @Override
    public void eventReceived(Socket socket, String event, Args args, Ack ack) {
      heard.add("event received " + event + " " + args.size());
    }

    @Override
    public void eventHandled(Socket socket, String event, Duration took) {
      heard.add("event handled " + event);
    }

    @Override
    public void eventDropped(Socket socket, String event) {
      heard.add("event dropped " + event);
    }

    @Override
    public void eventSent(Socket socket, String event, Args args) {
      heard.add("event sent " + event + " " + args.size());
    }
  }
}
