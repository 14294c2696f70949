package dev.deskwire.desk.realtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/// The replays that a session has been sent, so that the offset which its client shows when it
/// comes back tells what the client has: what was sent last may never have arrived.
///
/// A session is sent the events of its rooms as they happen, and their offsets are linear. A replay
/// brings older ones in between, and its offsets carry its number. A client that shows an offset
/// has received everything that was sent up to it, and nothing after. Pure; not safe for use by
/// several threads at once.
final class Replays {
  /// Replays that are remembered, and parts of what a client has. Who received nothing of so many,
  /// or was cut off amid so many, is not recovered, and resumes.
  private static final int KEPT = 16;

  private static final LogOffset NOTHING = LogOffset.after(-1);

  /// No two replays of any sessions have the same number: a client that was cut off right after it
  /// began anew shows an offset of the session before. So the numbers go on after a restart too.
  private static final AtomicLong NUMBERS =
      new AtomicLong(TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));

  private List<Replay> kept = List.of();
  private LogOffset forgotten = NOTHING;

  /// Everything of these stays in rooms, up to an offset.
  private record Heard(LogOffset until, Map<String, Stay> stays) {
    boolean has(Set<RoomName> rooms, long seq, int index) {
      return until.covers(seq, index) && isHeard(stays, rooms, seq);
    }

    /// Whether who has this has all of `other`.
    boolean contains(Heard other) {
      return other.until.isAtMost(until)
          && other.stays.entrySet().stream()
              .allMatch(room -> {
                var stay = stays.get(room.getKey());
                return stay != null && stay.contains(room.getValue());
              });
    }

    Heard upTo(LogOffset shown) {
      return shown.isAtMost(until) ? new Heard(shown, stays) : this;
    }
  }

  /// @param after where it begins
  /// @param reached the position up to which its events carry its number
  /// @param missedAt who shows this linear offset, or an earlier one, has received nothing of it
  /// @param before what had been sent before it
  /// @param stays the rooms of which everything has been sent when it is complete
  private record Replay(
      long number,
      long after,
      long reached,
      LogOffset missedAt,
      List<Heard> before,
      Map<String, Stay> stays) {}

  /// What a client has that came back.
  static final class Received {
    private final LogOffset shown;
    private final long from;
    private final List<Heard> parts;
    private final boolean isLinear;

    private Received(LogOffset shown, LongStream lost, List<Heard> parts, boolean isLinear) {
      this.shown = shown;
      from = LongStream.concat(LongStream.of(shown.from()), lost).min().orElseThrow();
      this.parts = parts;
      this.isLinear = isLinear;
    }

    /// The position after which something may be missing.
    long from() {
      return from;
    }

    /// Whether the client has the name at `index` of the event at `seq` for `rooms`, if it was in
    /// one of them.
    boolean has(Set<RoomName> rooms, long seq, int index) {
      return parts.stream().anyMatch(part -> part.has(rooms, seq, index));
    }
  }

  /// The same, for another to go on with.
  Replays copy() {
    var copy = new Replays();
    copy.kept = kept;
    copy.forgotten = forgotten;
    return copy;
  }

  /// The number of the next replay, for the offsets of its events.
  static long next() {
    return NUMBERS.incrementAndGet();
  }

  /// A replay that the client asked for is complete.
  ///
  /// @param number from [#next]
  /// @param heardUntil up to which position events had been sent as they happened
  /// @param before the rooms and from when to when they had been heard, until then
  /// @param stays the same from now on
  void resumed(
      long number,
      long after,
      long heardUntil,
      long reached,
      Map<String, Stay> before,
      Map<String, Stay> stays) {
    var heard = new Heard(LogOffset.after(heardUntil), Map.copyOf(before));
    keep(new Replay(number, after, reached, heard.until(), List.of(heard), Map.copyOf(stays)));
  }

  /// What a client has that shows `shown`.
  ///
  /// @param stays its rooms, and from when to when it has been sent everything of them
  /// @return empty if that is no longer known
  Optional<Received> received(LogOffset shown, Map<String, Stay> stays) {
    if (!shown.isLinear()) {
      return kept.stream()
          .filter(replay -> replay.number() == shown.replay())
          .findFirst()
          .map(replay -> amid(replay, shown))
          .filter(received -> received.parts.size() <= KEPT);
    }
    if (shown.isAtMost(forgotten)) {
      return Optional.empty();
    }
    var lost = kept.stream().filter(replay -> shown.isAtMost(replay.missedAt())).toList();
    var parts =
        lost.isEmpty()
            ? List.of(new Heard(shown, Map.copyOf(stays)))
            : lost.getFirst().before().stream().map(heard -> heard.upTo(shown)).toList();
    return Optional.of(
        new Received(shown, lost.stream().mapToLong(Replay::after), parts, lost.isEmpty()));
  }

  private Received amid(Replay replay, LogOffset shown) {
    var latest = new Heard(shown.linear(), replay.stays());
    var parts = new ArrayList<>(replay.before());
    parts.removeIf(latest::contains);
    parts.add(latest);
    var lost = kept.stream().filter(later -> later.number() > replay.number());
    return new Received(shown, lost.mapToLong(Replay::after), List.copyOf(parts), false);
  }

  /// The client is sent all that it is missing, in the order of the log.
  ///
  /// What is newer than any replay keeps its linear offset: it may be sent as it happens, too, and
  /// is known by its offset then.
  ///
  /// @return what makes offsets of linear ones
  UnaryOperator<LogOffset> recovered(Received received, Map<String, Stay> stays) {
    if (received.isLinear) {
      return UnaryOperator.identity();
    }
    long number = next();
    long newest =
        kept.stream()
            .mapToLong(replay -> Math.max(replay.reached(), replay.missedAt().seq()))
            .max()
            .orElse(received.shown.seq());
    var missedAt = received.shown.isLinear() ? received.shown : NOTHING;
    keep(new Replay(number, received.from, newest, missedAt, received.parts, Map.copyOf(stays)));
    return offset -> offset.seq() > newest ? offset : offset.inReplay(number);
  }

  /// The offset of a client that has everything up to `position`: it has the latest replay too.
  LogOffset at(long position) {
    return kept.stream()
        .filter(replay -> replay.reached() >= position)
        .reduce((_, later) -> later)
        .map(replay -> LogOffset.after(position).inReplay(replay.number()))
        .orElseGet(() -> LogOffset.after(position));
  }

  private void keep(Replay replay) {
    var all = new ArrayList<>(kept);
    all.add(replay);
    int surplus = Math.max(0, all.size() - KEPT);
    all.subList(0, surplus).stream()
        .map(Replay::missedAt)
        .max(Comparator.comparingLong(LogOffset::seq))
        .filter(offset -> forgotten.isAtMost(offset))
        .ifPresent(offset -> forgotten = offset);
    kept = List.copyOf(all.subList(surplus, all.size()));
  }

  /// Whether somebody with these stays in rooms hears the event at `seq`.
  static boolean isHeard(Map<String, Stay> stays, Set<RoomName> rooms, long seq) {
    return rooms.stream()
        .map(room -> stays.get(room.wire()))
        .anyMatch(stay -> stay != null && stay.hears(seq));
  }
}
