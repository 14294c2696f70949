package dev.deskwire.bench;

import dev.deskwire.bench.report.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// One server and its clients, and the measures taken of them.
final class Contest implements AutoCloseable {
  /// Delivered before the first measurement, so that the compilers have finished.
  private static final int WARM_UP_DELIVERIES = 300_000;

  /// Connections that come and go before the first reading, so that the compilers have finished
  /// with what a handshake needs: their code is no part of what a connection costs.
  private static final int WARM_UP_CONNECTIONS = 10_000;

  private static final int READINGS_AT_REST = 4;

  /// The JVM looks every five seconds for memory of its compilers that it can give back.
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(2);

  /// Bytes that count as shrinking.
  private static final long LESS = 256_000;

  private final Rival rival;
  private final Options options;
  private final Child server;
  private final Child clients;
  private final int port;
  private final List<Round> singles = new ArrayList<>();
  private final List<Round> bursts = new ArrayList<>();
  private int connections;
  private long bytesPerConnection;

  /// @param cpuMicros of the server, for each message delivered
  /// @param millis from the order to broadcast until the last client has all of it
  record Round(double cpuMicros, double millis) {}

  Contest(Rival rival, Options options, int loops) {
    this.rival = rival;
    this.options = options;
    this.server = rival.start(loops, options.serverOptions());
    this.clients = Rival.startClients(rival.label());
    this.port = (int) server.hear("listening");
    clients.hear("ready");
  }

  /// Connects the clients, takes the memory they cost, and warms the server up.
  ///
  /// The memory is what the last four fifths of the clients add to the first: that leaves out what
  /// a server needs anyway, and what it has kept from those that came and went before.
  void connect(int count) {
    for (int came = 0; came < WARM_UP_CONNECTIONS; came += count / 5) {
      connectTo(count / 5);
      clients.ask("close", "closed");
    }
    connectTo(count / 5);
    long before = bytesAtRest();
    connectTo(count - count / 5);
    bytesPerConnection = (bytesAtRest() - before) / (count - count / 5);
    connections = count;
    broadcast(1, WARM_UP_DELIVERIES);
    broadcast(Figures.BURST, WARM_UP_DELIVERIES);
  }

  private void connectTo(int count) {
    clients.ask("connect " + port + " " + count, "connected");
  }

  /// Resident memory when it shrinks no more: the compilers work on after the last client has come,
  /// and some seconds later give megabytes back.
  private long bytesAtRest() {
    long least = Long.MAX_VALUE;
    for (int still = 0; still < READINGS_AT_REST; still++) {
      server.ask("gc", "collected");
      long bytes = server.residentBytes();
      if (bytes < least - LESS) {
        still = -1;
      }
      least = Math.min(least, bytes);
      pause();
    }
    return least;
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN_READINGS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", stopped);
    }
  }

  void single() {
    singles.add(broadcast(1, options.deliveries()));
  }

  void burst() {
    bursts.add(broadcast(Figures.BURST, options.deliveries()));
  }

  /// Broadcasts, each time when everybody has the last one, until enough has been delivered.
  private Round broadcast(int burst, int deliveries) {
    int each = connections * burst;
    int times = Math.max(3, deliveries / each);
    var nanos = new ArrayList<Long>(times);
    long before = server.cpuMicros();
    for (int i = 0; i < times; i++) {
      clients.ask("expect " + each, "expecting");
      long start = System.nanoTime();
      server.ask("emit " + burst + " " + options.size(), "emitted");
      nanos.add(clients.hear("received") - start);
    }
    double cpu = server.cpuMicros() - before;
    Collections.sort(nanos);
    return new Round(cpu / ((double) each * times), nanos.get(times / 2) / 1e6);
  }

  Figures figures() {
    return new Figures(
        rival.label(),
        connections,
        bytesPerConnection,
        Figures.Measure.of(singles.stream().map(Round::cpuMicros).toList()),
        Figures.Measure.of(singles.stream().map(Round::millis).toList()),
        Figures.Measure.of(bursts.stream().map(Round::cpuMicros).toList()),
        Figures.Measure.of(bursts.stream().map(Round::millis).toList()));
  }

  @Override
  public void close() {
    clients.close();
    server.close();
  }

  @Override
  public String toString() {
    return rival.label();
  }
}
