package dev.deskwire.socketio.redis;

import dev.deskwire.socketio.room.Adapter;
import dev.deskwire.socketio.room.LocalSockets;
import io.lettuce.core.RedisURI;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins servers by Redis' channels, on the wire format of `@socket.io/redis-adapter` 8.3, which
/// `@socket.io/redis-emitter` speaks as well.
///
/// ```java
/// var server = SocketIoServer.builder().adapter(RedisPubSub.at("redis://cache:6379")).build();
/// ```
///
/// A node that is cut off misses what is said meanwhile; [RedisStreams] misses nothing. While Redis
/// is away, everything goes on for the clients of this node, the server's error hook hears of it,
/// and what needs other nodes fails; all heals by itself.
///
/// One instance serves one server. Thread-safe. It connects when the server is built and
/// disconnects when the server closes.
public final class RedisPubSub implements Adapter.Factory {
  private final RedisURI uri;
  private final RedisPubSubOptions options;
  private final Set<PubSubAdapter> adapters = new HashSet<>();
  private @Nullable RedisLink link;

  private RedisPubSub(RedisURI uri, RedisPubSubOptions options) {
    this.uri = uri;
    this.options = options;
  }

  /// Joins the servers at a Redis.
  ///
  /// @param uri such as `redis://:password@host:6379/0`, or `rediss://` with TLS; a `timeout` in it
  ///   counts for every command, five seconds without
  /// @throws IllegalArgumentException if it is none
  public static RedisPubSub at(String uri) {
    return at(uri, RedisPubSubOptions.DEFAULT);
  }

  /// Joins the servers at a Redis.
  ///
  /// @param uri see [#at(String)]
  public static RedisPubSub at(String uri, RedisPubSubOptions options) {
    return new RedisPubSub(RedisURI.create(uri), options);
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
    var adapter = new PubSubAdapter(local, troubles, open, options, this::closed);
    adapters.add(adapter);
    return adapter;
  }

  private synchronized void closed(PubSubAdapter adapter) {
    if (adapters.remove(adapter) && adapters.isEmpty() && link != null) {
      link.close();
      link = null;
    }
  }
}
