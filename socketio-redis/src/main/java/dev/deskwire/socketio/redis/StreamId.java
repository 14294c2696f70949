package dev.deskwire.socketio.redis;

import java.util.Optional;
import java.util.regex.Pattern;

/// The place of an entry in a stream, such as `1795231815804-0`.
///
/// @param millis when it was written, by the clock of Redis
/// @param sequence its number within that millisecond
record StreamId(long millis, long sequence) implements Comparable<StreamId> {
  /// Before every entry.
  static final StreamId ZERO = new StreamId(0, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

  /// Reads one, perhaps a client's.
  static Optional<StreamId> parse(String text) {
    var parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new StreamId(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /// One that Redis gave.
  static StreamId of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("no place in a stream"));
  }

  @Override
  public int compareTo(StreamId other) {
    return millis == other.millis
        ? Long.compare(sequence, other.sequence)
        : Long.compare(millis, other.millis);
  }

  @Override
  public String toString() {
    return millis + "-" + sequence;
  }
}
