package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.Recovery;
import dev.deskwire.socketio.RecoveryStore;
import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.LocalSockets;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Joins servers by a stream of Redis, on the wire format of `@socket.io/redis-streams-adapter`
/// 0.3. With [#recovery], clients go on at any node where they left off at another.
///
/// ```java
/// var streams = RedisStreams.at("redis://cache:6379");
/// var server = SocketIoServer.builder().adapter(streams).recovery(streams.recovery()).build();
/// ```
///
/// A node that is cut off reads what was said meanwhile when it is back. While Redis is away,
/// everything goes on for the clients of this node, without offsets; the server's error hook hears
/// of it, and what needs other nodes fails; all heals by itself.
///
/// One instance serves one server. Thread-safe. It connects when the server is built and
/// disconnects when the server closes. Redis 6.2 or later.
public final class RedisStreams implements Adapter.Factory {
  private final RedisURI uri;
  private final RedisStreamsOptions options;
  private final Map<String, StreamsAdapter> adapters = new ConcurrentHashMap<>();
  private final Map<String, StreamReader> readers = new HashMap<>();
  private @Nullable RedisLink link;

  private RedisStreams(RedisURI uri, RedisStreamsOptions options) {
    this.uri = uri;
    this.options = options;
  }

  /// Joins the servers at a Redis.
  ///
  /// @param uri such as `redis://:password@host:6379/0`, or `rediss://` with TLS; a `timeout` in it
  ///   counts for every command, five seconds without
  /// @throws IllegalArgumentException if it is none
  public static RedisStreams at(String uri) {
    return at(uri, RedisStreamsOptions.DEFAULT);
  }

  /// Joins the servers at a Redis.
  ///
  /// @param uri see [#at(String)]
  public static RedisStreams at(String uri, RedisStreamsOptions options) {
    return new RedisStreams(RedisURI.create(uri), options);
  }

  /// Connection state recovery from the stream, for the server that has this adapter: events get
  /// their places in the stream as offsets, and sessions wait in Redis.
  ///
  /// What a socket's `data` holds travels as JSON: values come back as maps, lists, texts, numbers
  /// and booleans, and what has no JSON form is left out.
  public Recovery recovery() {
    return Recovery.from(this::store);
  }

  /// Called by the server. The first call waits for the connection, a few seconds at most when
  /// Redis is away.
  @Override
  public synchronized Adapter create(LocalSockets local) {
    var troubles = new Troubles(local::failed);
    var open = link;
    if (open == null) {
      open = new RedisLink(uri, troubles);
      link = open;
    }
    var adapter =
        new StreamsAdapter(
            local, troubles, open, reader(open, local.namespace()), options, this::closed);
    adapters.put(local.namespace(), adapter);
    return adapter;
  }

  private synchronized RecoveryStore store(String namespace, Duration maxDisconnection) {
    var open = link;
    if (open == null || !adapters.containsKey(namespace)) {
      throw new IllegalStateException("recovery from streams needs the same object as adapter");
    }
    return new StreamRecoveryStore(
        open, reader(open, namespace), options, namespace, maxDisconnection);
  }

  private StreamReader reader(RedisLink open, String namespace) {
    return readers.computeIfAbsent(
        options.streamOf(namespace),
        stream -> new StreamReader(open, stream, options, this::dispatch));
  }

  private void dispatch(StreamEntry entry) {
    var adapter = adapters.get(entry.namespace());
    if (adapter != null) {
      adapter.read(entry);
    }
  }

  private synchronized void closed(StreamsAdapter adapter) {
    boolean last = adapters.values().remove(adapter) && adapters.isEmpty();
    if (last && link != null) {
      readers.clear();
      link.close();
      link = null;
    }
  }
}
