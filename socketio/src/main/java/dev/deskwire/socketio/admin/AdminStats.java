package dev.deskwire.socketio.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.Namespace;
import dev.deskwire.socketio.ServerObserver;
import dev.deskwire.socketio.SocketIoServer;
import dev.deskwire.socketio.engine.EngineConnection;
import dev.deskwire.socketio.engine.TransportKind;
import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Sums of what happens on a node, told every two seconds.
final class AdminStats implements ServerObserver {
  /// Source: the reference's interval.
  private static final long INTERVAL_SECONDS = 2;

  private static final Executor LATER =
      CompletableFuture.delayedExecutor(INTERVAL_SECONDS, TimeUnit.SECONDS);

  /// What happened within one second.
  private record Bucket(long second, String type, @Nullable String subType) {}

  private final SocketIoServer server;
  private final Namespace namespace;
  private final String hostname = hostname();
  private final String serverId;
  private final Instant startedAt;
  private final Map<Bucket, LongAdder> events = new ConcurrentHashMap<>();
  private volatile boolean closed;

  AdminStats(SocketIoServer server, Namespace namespace, @Nullable String serverId) {
    this.server = server;
    this.namespace = namespace;
    this.serverId = serverId == null ? hostname : serverId;
    this.startedAt = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
  }

  void begin() {
    server.observe(this);
    LATER.execute(this::tell);
  }

  void close() {
    closed = true;
    server.unobserve(this);
  }

  @Override
  public void opened(EngineConnection connection) {
    count("rawConnection", null, 1);
  }

  @Override
  public void closed(EngineConnection connection, CloseReason reason) {
    count("rawDisconnection", reason.text(), 1);
  }

  @Override
  public void received(EngineConnection connection, EnginePacket message) {
    count("packetsIn", null, 1);
    count("bytesIn", null, new EncodedPacket(message).size() - 1);
  }

  @Override
  public void sent(EngineConnection connection, List<EncodedPacket> packets) {
    var withData = packets.stream().filter(packet -> packet.size() > 1).toList();
    if (!withData.isEmpty()) {
      count("packetsOut", null, withData.size());
      count("bytesOut", null, withData.stream().mapToLong(packet -> packet.size() - 1L).sum());
    }
  }

  private void count(String type, @Nullable String subType, long amount) {
    var bucket = new Bucket(Instant.now().getEpochSecond(), type, subType);
    events.computeIfAbsent(bucket, key -> new LongAdder()).add(amount);
  }

  private void tell() {
    if (closed || !server.engine().isOpen()) {
      return;
    }
    namespace.everybody().ephemeral().emit("server_stats", stats());
    LATER.execute(this::tell);
  }

  private ObjectNode stats() {
    var stats = JsonNodeFactory.instance.objectNode();
    stats.put("serverId", serverId);
    stats.put("hostname", hostname);
    stats.put("pid", ProcessHandle.current().pid());
    stats.put("uptime", Duration.between(startedAt, Instant.now()).toMillis() / 1_000.0);
    var connections = server.engine().connections();
    stats.put("clientsCount", connections.size());
    stats.put(
        "pollingClientsCount",
        connections.stream().filter(c -> c.transport() == TransportKind.POLLING).count());
    var buckets = stats.putArray("aggregatedEvents");
    events
        .keySet()
        .forEach(bucket -> {
          // What is added to a sum that has just been taken is lost; these are statistics.
          var sum = events.remove(bucket);
          if (sum != null) {
            var event = buckets.addObject().put("timestamp", bucket.second() * 1_000);
            event.put("type", bucket.type());
            if (bucket.subType() != null) {
              event.put("subType", bucket.subType());
            }
            event.put("count", sum.sum());
          }
        });
    var namespaces = stats.putArray("namespaces");
    for (var name : server.namespaces()) {
      server
          .find(name)
          .ifPresent(found ->
              namespaces.addObject().put("name", name).put("socketsCount", found.sockets().size()));
    }
    return stats;
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
