package dev.deskwire.socketio.redis;

import java.time.Duration;

/// How nodes find each other on Redis; with the reference's names and defaults. All nodes of a
/// cluster have the same `key`.
///
/// @param key the prefix of the channels: `key` of the reference, `socket.io` by default
/// @param requestsTimeout how long other nodes may take to answer `fetchSockets`: five seconds by
///   default
/// @param publishOnSpecificResponseChannel whether answers go to the node that asked only, instead
///   of to all; off by default. Nodes with and without understand each other.
public record RedisPubSubOptions(
    String key, Duration requestsTimeout, boolean publishOnSpecificResponseChannel) {
  /// The reference's defaults.
  public static final RedisPubSubOptions DEFAULT =
      new RedisPubSubOptions("socket.io", Duration.ofSeconds(5), false);

  /// The same, with another prefix.
  public RedisPubSubOptions withKey(String value) {
    return new RedisPubSubOptions(value, requestsTimeout, publishOnSpecificResponseChannel);
  }

  /// The same, with another patience.
  public RedisPubSubOptions withRequestsTimeout(Duration value) {
    return new RedisPubSubOptions(key, value, publishOnSpecificResponseChannel);
  }

  /// The same, with answers to the node that asked only, or to all.
  public RedisPubSubOptions withPublishOnSpecificResponseChannel(boolean value) {
    return new RedisPubSubOptions(key, requestsTimeout, value);
  }
}
