package dev.deskwire.bench;

import dev.deskwire.bench.clients.Clients;
import dev.deskwire.bench.server.CeilingServer;
import dev.deskwire.bench.server.DeskwireServer;
import dev.deskwire.bench.server.NettySocketIoServer;
import java.util.ArrayList;
import java.util.List;

/// Who takes part.
public enum Rival {
  DESKWIRE("deskwire", "socketio-vertx of this repository"),
  CEILING("ceiling", "raw Netty, one pre-encoded shared frame for each channel"),
  NODE("node", "Node.js, npm socket.io with ws"),
  NETTY_SOCKETIO("netty-socketio", "netty-socketio");

  /// The same for every JVM. The collector is one whose memory follows what is alive, so that
  /// memory per connection can be told from the heap's habits: the heap begins small, keeps little
  /// free, and each full collection leaves no gaps.
  private static final List<String> JVM =
      List.of(
          "-Xms20m",
          "-Xmx1g",
          "-Xmn16m",
          "-XX:+UseSerialGC",
          "-XX:MarkSweepAlwaysCompactCount=1",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final List<String> CLIENTS_JVM =
      List.of("-Xms64m", "-Xmx512m", "-XX:+UseSerialGC");

  private final String label;
  private final String description;

  Rival(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /// The name in results and options.
  public String label() {
    return label;
  }

  public String description() {
    return description;
  }

  /// Starts this server.
  ///
  /// @param loops threads that serve connections, where the server lets one choose
  public Child start(int loops, List<String> moreOptions) {
    return switch (this) {
      case DESKWIRE -> java(DeskwireServer.class, loops, moreOptions);
      case CEILING -> java(CeilingServer.class, loops, moreOptions);
      case NETTY_SOCKETIO -> java(NettySocketIoServer.class, loops, moreOptions);
      case NODE ->
          Child.start(
              label,
              List.of(
                  "node", "--expose-gc", System.getProperty("bench.home") + "/node/server.mjs"));
    };
  }

  private Child java(Class<?> main, int loops, List<String> moreOptions) {
    var options = new ArrayList<>(JVM);
    options.addAll(moreOptions);
    return Child.java(label, main, options, Integer.toString(loops));
  }

  /// Starts a generator of clients.
  public static Child startClients(String label) {
    var options = new ArrayList<>(CLIENTS_JVM);
    options.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
    return Child.java("clients of " + label, Clients.class, options);
  }
}
