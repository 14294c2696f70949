package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.deskwire.socketio.engine.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Remembers what happened on this node, as long as a client may be away. Thread-safe.
///
/// Offsets are numbered without gaps behind a mark of this store, so that those of an earlier
/// process are not taken for its own. Both sessions and events are bounded; the oldest go first.
public final class InMemoryRecoveryStore implements RecoveryStore {
  private static final int MAX_SESSIONS = 100_000;
  private static final int MAX_EVENTS = 20_000;
  private static final long MAX_BYTES = 32_000_000;
  private static final int MARK_LENGTH = 6;

  private record Entry(RecoverableEvent event, Instant at, long bytes) {}

  private final Duration maxDisconnection;
  private final InstantSource clock;
  private final String mark = Ids.next().substring(0, MARK_LENGTH);
  private final Map<String, RecoverySession> sessions = new LinkedHashMap<>();
  private final Map<Long, Entry> events = new LinkedHashMap<>();
  private long first;
  private long next;
  private long bytes;

  /// @param maxDisconnection how long sessions and events are remembered
  public InMemoryRecoveryStore(Duration maxDisconnection) {
    this(maxDisconnection, InstantSource.system());
  }

  InMemoryRecoveryStore(Duration maxDisconnection, InstantSource clock) {
    this.maxDisconnection = maxDisconnection;
    this.clock = clock;
  }

  @Override
  public synchronized void persist(RecoverySession session) {
    trim();
    sessions.put(session.pid(), session);
  }

  @Override
  public synchronized Optional<RecoverySession> take(String pid) {
    return Optional.ofNullable(sessions.remove(pid))
        .filter(session -> !isOver(session.disconnectedAt()));
  }

  @Override
  public synchronized Optional<String> append(RecoverableEvent event) {
    var entry = new Entry(event, clock.instant(), weight(event));
    events.put(next, entry);
    bytes += entry.bytes();
    trim();
    return Optional.of(offset(next++));
  }

  @Override
  public synchronized Optional<List<MissedEvent>> missed(RecoverySession session, String offset) {
    long last = number(offset);
    // The event itself may be forgotten, as long as none after it is.
    if (last < first - 1 || last < 0 || last >= next) {
      return Optional.empty();
    }
    var missed = new ArrayList<MissedEvent>();
    for (long number = last + 1; number < next; number++) {
      var entry = events.get(number);
      if (entry != null && entry.event().audience().includes(session.rooms())) {
        missed.add(missed(offset(number), entry.event()));
      }
    }
    return Optional.of(missed);
  }

  private static MissedEvent missed(String offset, RecoverableEvent event) {
    return new MissedEvent(offset, event.name(), new ArrayList<>(event.args()), event.mayReceive());
  }

  private String offset(long number) {
    return mark + Long.toString(number, Character.MAX_RADIX);
  }

  /// The number of an offset, which a client sent; -1 if it is none of ours.
  private long number(String offset) {
    if (!offset.startsWith(mark)) {
      return -1;
    }
    try {
      return Long.parseLong(offset.substring(MARK_LENGTH), Character.MAX_RADIX);
    } catch (NumberFormatException foreign) {
      return -1;
    }
  }

  private boolean isOver(Instant since) {
    return since.plus(maxDisconnection).isBefore(clock.instant());
  }

  private void trim() {
    var oldest = sessions.values().iterator();
    while (oldest.hasNext()) {
      var session = oldest.next();
      if (sessions.size() < MAX_SESSIONS && !isOver(session.disconnectedAt())) {
        break;
      }
      oldest.remove();
    }
    var entry = events.get(first);
    while (entry != null
        && (events.size() > MAX_EVENTS || bytes > MAX_BYTES || isOver(entry.at()))) {
      events.remove(first++);
      bytes -= entry.bytes();
      entry = events.get(first);
    }
  }

  private static long weight(RecoverableEvent event) {
    return event.name().length() + event.args().stream().mapToLong(arg -> weight(arg)).sum();
  }

  private static long weight(JsonNode node) {
    long own = 16;
    if (node.isTextual()) {
      own += node.textValue().length();
    } else if (node instanceof BinaryNode binary) {
      own += binary.binaryValue().length;
    }
    for (var child : node) {
      own += weight(child);
    }
    return own;
  }
}
