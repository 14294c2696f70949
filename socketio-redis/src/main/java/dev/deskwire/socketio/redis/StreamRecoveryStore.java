package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.MissedEvent;
import dev.deskwire.socketio.RecoverableEvent;
import dev.deskwire.socketio.RecoverySession;
import dev.deskwire.socketio.RecoveryStore;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What clients missed, from the stream that carried it; their sessions wait in keys beside it.
final class StreamRecoveryStore implements RecoveryStore {
  /// At a hundred pages, with entries coming faster than they are read, the client begins anew.
  private static final int MAX_PAGES = 100;

  private static final int PAGE = 500;

  /// Both libraries make secrets of twenty characters.
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private final RedisLink link;
  private final StreamReader reader;
  private final RedisStreamsOptions options;
  private final String namespace;
  private final String stream;
  private final Duration maxDisconnection;

  StreamRecoveryStore(
      RedisLink link,
      StreamReader reader,
      RedisStreamsOptions options,
      String namespace,
      Duration maxDisconnection) {
    this.link = link;
    this.reader = reader;
    this.options = options;
    this.namespace = namespace;
    this.stream = options.streamOf(namespace);
    this.maxDisconnection = maxDisconnection;
  }

  @Override
  public boolean isFilledByAdapter() {
    return true;
  }

  @Override
  public void persist(RecoverySession session) {
    var lifetime = SetArgs.Builder.px(maxDisconnection);
    var key = options.sessionKeyPrefix() + session.pid();
    link.troubles()
        .watch(
            "a session that waits in Redis",
            link.call(redis -> redis.set(key, SessionFormat.write(session), lifetime)));
  }

  @Override
  public Optional<RecoverySession> take(String pid) {
    if (!SECRET.matcher(pid).matches()) {
      return Optional.empty();
    }
    var key = options.sessionKeyPrefix() + pid;
    var redis = link.blocking();
    var left = Duration.ofMillis(Math.max(0, redis.pttl(key)));
    return Optional.ofNullable(redis.getdel(key))
        .map(bytes -> SessionFormat.read(bytes, Instant.now().minus(maxDisconnection.minus(left))));
  }

  /// What comes here stays on this node, and nobody gets it later.
  @Override
  public Optional<String> append(RecoverableEvent event) {
    return Optional.empty();
  }

  @Override
  public Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
    var redis = link.blocking();
    var last = StreamId.parse(offset).filter(id -> exists(redis, id)).orElse(null);
    if (last == null) {
      return Optional.empty();
    }
    var missed = new ArrayList<MissedEvent>();
    for (int page = 0; page < MAX_PAGES; page++) {
      var entries = after(redis, last);
      if (entries.isEmpty()) {
        return reached(last) ? Optional.of(missed) : Optional.empty();
      }
      for (var entry : entries) {
        find(entry, session).ifPresent(missed::add);
        last = entry.id();
      }
    }
    return Optional.empty();
  }

  /// What this node has yet to read from the stream would come twice: to the restored socket too.
  private boolean reached(StreamId last) {
    try {
      return reader.awaitReached(last, RedisLink.PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean exists(RedisCommands<String, byte[]> redis, StreamId id) {
    return !redis.xrange(stream, Range.create(id.toString(), id.toString())).isEmpty();
  }

  private List<StreamEntry> after(RedisCommands<String, byte[]> redis, StreamId last) {
    var range = Range.from(Boundary.excluding(last.toString()), Boundary.<String>unbounded());
    return redis.xrange(stream, range, Limit.from(PAGE)).stream().map(StreamEntry::of).toList();
  }

  private Optional<MissedEvent> find(StreamEntry entry, RecoverySession session) {
    if (!entry.namespace().equals(namespace)) {
      return Optional.empty();
    }
    try {
      return StreamsFormat.readEntry(entry.fields()).message()
                  instanceof ClusterMessage.Broadcast(var data, var audience, var emission)
              && emission.isKept()
              && audience.includes(session.rooms())
          ? Optional.of(missed(entry.id(), data))
          : Optional.empty();
    } catch (RuntimeException foreign) {
      // Whoever read it when it came has told of it.
      return Optional.empty();
    }
  }

  private static MissedEvent missed(StreamId id, List<JsonNode> data) {
    return MissedEvent.of(
        id.toString(), data.getFirst().asText(), data.subList(1, data.size()).toArray());
  }
}
