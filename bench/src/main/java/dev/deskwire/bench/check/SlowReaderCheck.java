package dev.deskwire.bench.check;

import dev.deskwire.bench.Child;
import dev.deskwire.bench.Rival;
import dev.deskwire.bench.report.Results;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;

/// A client that stops reading costs at most its bounded queue, then it is closed, and nobody else
/// waits for it.
public final class SlowReaderCheck {
  private static final int READERS = 100;
  private static final int SIZE = 16_000;

  /// What everybody else gets before there is a slow reader, to compare with.
  private static final int UNDISTURBED = 300;

  /// Enough to fill the kernel's buffers and the queue.
  private static final int AT_MOST = 3_000;

  /// How much longer than before the others may wait before that counts as waiting. Generous: the
  /// machine has other work, and a server that really waits for one waits for ever.
  private static final double TOLERANCE = 2;

  /// Source: the builder's default of `maxQueuedBytes`.
  private static final long QUEUE_LIMIT = 4_000_000;

  private final Child server;
  private final Child clients;
  private final int port;
  private long longestQueue;

  private SlowReaderCheck(Child server, Child clients) {
    this.server = server;
    this.clients = clients;
    this.port = (int) server.hear("listening");
    clients.hear("ready");
  }

  public static Results.Check run(int loops) throws IOException {
    try (var server = Rival.DESKWIRE.start(loops, List.of());
        var clients = Rival.startClients("the slow reader's server")) {
      return new SlowReaderCheck(server, clients).run();
    }
  }

  private Results.Check run() throws IOException {
    clients.ask("connect " + port + " " + READERS, "connected");
    broadcasts(UNDISTURBED);
    var before = broadcasts(UNDISTURBED);
    try (var slow = slowReader()) {
      var during = new ArrayList<Double>();
      while (during.size() < AT_MOST && server.ask("connections", "connections") > READERS) {
        during.add(broadcast());
        longestQueue = Math.max(longestQueue, server.ask("queued", "queued"));
      }
      Collections.sort(during);
      boolean closed = server.ask("connections", "connections") == READERS;
      var numbers = new LinkedHashMap<String, Object>();
      numbers.put("limit of the queue (bytes)", QUEUE_LIMIT);
      numbers.put("longest queue seen (bytes)", longestQueue);
      numbers.put("broadcasts of 16 kB until it was closed", during.size());
      numbers.put("ms for a broadcast to reach the 100 others before", median(before));
      numbers.put("meanwhile", median(during));
      boolean kept =
          closed
              && slow.isConnected()
              && longestQueue <= QUEUE_LIMIT
              && median(during) <= TOLERANCE * median(before);
      return new Results.Check(
          "a reader that stops costs at most its bounded queue, and nobody else waits",
          kept,
          numbers);
    }
  }

  private List<Double> broadcasts(int count) {
    var millis = new ArrayList<Double>(count);
    for (int i = 0; i < count; i++) {
      millis.add(broadcast());
    }
    Collections.sort(millis);
    return millis;
  }

  private double broadcast() {
    clients.ask("expect " + READERS, "expecting");
    long start = System.nanoTime();
    server.ask("emit 1 " + SIZE, "emitted");
    return (clients.hear("received") - start) / 1e6;
  }

  private static double median(List<Double> sorted) {
    return Math.round(sorted.get(sorted.size() / 2) * 100) / 100.0;
  }

  /// Joins the main namespace and reads nothing from then on.
  private Socket slowReader() throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    var request =
        """
        GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
        Host: 127.0.0.1\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        Sec-WebSocket-Version: 13\r
        \r
        """;
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    readUntil(socket.getInputStream(), "maxPayload");
    socket.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, '4', '0'});
    readUntil(socket.getInputStream(), "40{\"sid\"");
    return socket;
  }

  private static void readUntil(InputStream input, String text) throws IOException {
    var seen = new StringBuilder();
    while (seen.indexOf(text) < 0) {
      int next = input.read();
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      seen.append((char) next);
    }
  }
}
