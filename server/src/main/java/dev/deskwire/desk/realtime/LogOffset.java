package dev.deskwire.desk.realtime;

import java.util.Optional;
import java.util.regex.Pattern;

/// How far a Socket.IO client has come in the log: the `offset` that goes with each durable event
/// and that the official client shows when it comes back.
///
/// @param seq the row it saw last
/// @param names how many of that row's names it saw; [#ALL] of them, usually
/// @param replay when the event came in a replay that brings what is older than what had been heard
///   live: the number of that replay ([Replays]), or [#LINEAR]
record LogOffset(long seq, int names, long replay) {
  static final int ALL = Integer.MAX_VALUE;

  /// Everything up to the offset has come in its order.
  static final long LINEAR = -1;

  /// `4711`, `4711.1` after the first of its names, `4711/2` in the second replay.
  private static final Pattern WIRE =
      Pattern.compile("(\\d{1,18})(?:\\.(\\d{1,4}))?(?:/(\\d{1,18}))?");

  /// Everything up to the row at `seq`.
  static LogOffset after(long seq) {
    return new LogOffset(seq, ALL, LINEAR);
  }

  /// The row at `seq`, up to the name at `index` of `count`.
  static LogOffset at(long seq, int index, int count) {
    return new LogOffset(seq, index == count - 1 ? ALL : index + 1, LINEAR);
  }

  LogOffset inReplay(long number) {
    return new LogOffset(seq, names, number);
  }

  /// The same row and names, whatever they came in.
  LogOffset linear() {
    return new LogOffset(seq, names, LINEAR);
  }

  boolean isLinear() {
    return replay == LINEAR;
  }

  /// Whether it lies behind all names of its row.
  boolean isWhole() {
    return names == ALL;
  }

  /// Whether what comes up to this offset comes up to `other` too.
  boolean isAtMost(LogOffset other) {
    return seq < other.seq || (seq == other.seq && names <= other.names);
  }

  /// Whether a client at this offset has seen the name at `index` of the row at `row`.
  boolean covers(long row, int index) {
    return row < seq || (row == seq && index < names);
  }

  /// The position after which rows are to be read.
  long from() {
    return names == ALL ? seq : seq - 1;
  }

  String wire() {
    return seq + (names == ALL ? "" : "." + names) + (isLinear() ? "" : "/" + replay);
  }

  /// Empty for what this desk never sent.
  static Optional<LogOffset> parse(String wire) {
    var match = WIRE.matcher(wire);
    if (!match.matches()) {
      return Optional.empty();
    }
    var names = match.group(2);
    var replay = match.group(3);
    return Optional.of(
        new LogOffset(
            Long.parseLong(match.group(1)),
            names == null ? ALL : Integer.parseInt(names),
            replay == null ? LINEAR : Long.parseLong(replay)));
  }
}
