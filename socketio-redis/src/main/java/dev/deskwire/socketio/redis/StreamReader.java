package dev.deskwire.socketio.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads one stream from now on, on a thread of its own, over all connections it has one after the
/// other: after an interruption it goes on behind the last entry it saw.
final class StreamReader {
  private final String stream;
  private final RedisStreamsOptions options;
  private final Consumer<StreamEntry> handler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition moved = lock.newCondition();

  /// The last entry that was handled; null until the first connection.
  private volatile @Nullable StreamId position;

  /// Waits for the first connection, or the first failure to get one.
  ///
  /// @param handler called on the reader's thread; it must not throw
  StreamReader(
      RedisLink link, String stream, RedisStreamsOptions options, Consumer<StreamEntry> handler) {
    this.stream = stream;
    this.options = options;
    this.handler = handler;
    link.read(stream, options.blockTime(), this::read);
  }

  /// Whether what is written to the stream from now on is going to be read.
  boolean isReading() {
    return position != null;
  }

  /// Waits until an entry has been handled.
  ///
  /// @return false if that takes too long
  boolean awaitReached(StreamId id, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (!hasReached(id)) {
        if (left <= 0) {
          return false;
        }
        left = moved.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasReached(StreamId id) {
    var reached = position;
    return reached != null && reached.compareTo(id) >= 0;
  }

  private void read(StatefulRedisConnection<String, byte[]> connection, Runnable ready) {
    var redis = connection.sync();
    var last = start(redis);
    moveTo(last);
    ready.run();
    // Ended by the exception of a broken connection, or of the interruption that closing is.
    while (true) {
      for (var entry : next(redis, last)) {
        handler.accept(entry);
        last = entry.id();
        moveTo(last);
      }
    }
  }

  /// The entries after one; it waits for them for a while.
  @SuppressWarnings("unchecked")
  private List<StreamEntry> next(RedisCommands<String, byte[]> redis, StreamId last) {
    var reading = XReadArgs.Builder.block(options.blockTime()).count(options.readCount());
    return redis.xread(reading, StreamOffset.from(stream, last.toString())).stream()
        .map(StreamEntry::of)
        .toList();
  }

  /// Where to go on. A stream that ends before the last entry seen is another one: Redis has lost
  /// the old one, or its clock went back.
  private StreamId start(RedisCommands<String, byte[]> redis) {
    var newest = redis.xrevrange(stream, Range.unbounded(), Limit.from(1));
    var end = newest.isEmpty() ? StreamId.ZERO : StreamId.of(newest.getFirst().getId());
    var seen = position;
    if (seen == null) {
      return end;
    }
    return end.compareTo(seen) < 0 ? StreamId.ZERO : seen;
  }

  private void moveTo(StreamId id) {
    lock.lock();
    try {
      position = id;
      moved.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
