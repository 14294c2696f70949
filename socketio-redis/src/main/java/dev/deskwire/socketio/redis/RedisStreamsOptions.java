package dev.deskwire.socketio.redis;

import java.time.Duration;

/// How nodes find each other on Redis; with the reference's names and defaults. All nodes of a
/// cluster have the same, apart from `readCount` and `blockTime`.
///
/// @param streamName of the stream, or, with several, the beginning of their names: `socket.io` by
///   default
/// @param streamCount over how many streams the namespaces are spread: 1 by default
/// @param channelPrefix of the channels on which nodes ask and answer: `socket.io` by default
/// @param maxLen about how many entries a stream keeps, and so how much a client may miss and get
///   later: 10,000 by default
/// @param readCount how many entries are read at once: 100 by default
/// @param blockTime how long one read waits for new entries: the reference's `blockTimeInMs`, five
///   seconds by default
/// @param sessionKeyPrefix of the keys under which sessions wait for their clients: `sio:session:`
///   by default
/// @param onlyPlaintext whether no event ever carries bytes, so that none need be looked for; off
///   by default
public record RedisStreamsOptions(
    String streamName,
    int streamCount,
    String channelPrefix,
    int maxLen,
    int readCount,
    Duration blockTime,
    String sessionKeyPrefix,
    boolean onlyPlaintext) {
  /// The reference's defaults.
  public static final RedisStreamsOptions DEFAULT =
      new RedisStreamsOptions(
          "socket.io", 1, "socket.io", 10_000, 100, Duration.ofSeconds(5), "sio:session:", false);

  public RedisStreamsOptions {
    if (streamCount < 1 || maxLen < 1 || readCount < 1 || !blockTime.isPositive()) {
      throw new IllegalArgumentException("counts and times are positive");
    }
  }

  /// The same, with another stream.
  public RedisStreamsOptions withStreamName(String value) {
    return new RedisStreamsOptions(
        value,
        streamCount,
        channelPrefix,
        maxLen,
        readCount,
        blockTime,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with another number of streams.
  public RedisStreamsOptions withStreamCount(int value) {
    return new RedisStreamsOptions(
        streamName,
        value,
        channelPrefix,
        maxLen,
        readCount,
        blockTime,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with other channels.
  public RedisStreamsOptions withChannelPrefix(String value) {
    return new RedisStreamsOptions(
        streamName,
        streamCount,
        value,
        maxLen,
        readCount,
        blockTime,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with streams of another length.
  public RedisStreamsOptions withMaxLen(int value) {
    return new RedisStreamsOptions(
        streamName,
        streamCount,
        channelPrefix,
        value,
        readCount,
        blockTime,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with larger or smaller reads.
  public RedisStreamsOptions withReadCount(int value) {
    return new RedisStreamsOptions(
        streamName,
        streamCount,
        channelPrefix,
        maxLen,
        value,
        blockTime,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with longer or shorter reads.
  public RedisStreamsOptions withBlockTime(Duration value) {
    return new RedisStreamsOptions(
        streamName,
        streamCount,
        channelPrefix,
        maxLen,
        readCount,
        value,
        sessionKeyPrefix,
        onlyPlaintext);
  }

  /// The same, with other keys of sessions.
  public RedisStreamsOptions withSessionKeyPrefix(String value) {
    return new RedisStreamsOptions(
        streamName, streamCount, channelPrefix, maxLen, readCount, blockTime, value, onlyPlaintext);
  }

  /// The same, with or without bytes.
  public RedisStreamsOptions withOnlyPlaintext(boolean value) {
    return new RedisStreamsOptions(
        streamName,
        streamCount,
        channelPrefix,
        maxLen,
        readCount,
        blockTime,
        sessionKeyPrefix,
        value);
  }

  /// The stream of a namespace: the reference's rule, a number below zero included, under which no
  /// node of the reference reads.
  String streamOf(String namespace) {
    return streamCount == 1 ? streamName : streamName + "-" + namespace.hashCode() % streamCount;
  }
}
