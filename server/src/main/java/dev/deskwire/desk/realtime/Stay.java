package dev.deskwire.desk.realtime;

/// A stay of a socket in a room: it hears what is at a later position of the log than `after`, and
/// nothing later than `until`.
///
/// @param until the position of the event with which the room was closed to it; [#OPEN] as long as
///   it stands there
record Stay(long after, long until) {
  static final long OPEN = Long.MAX_VALUE;

  static Stay since(long position) {
    return new Stay(position, OPEN);
  }

  boolean isOpen() {
    return until == OPEN;
  }

  boolean hears(long seq) {
    return after < seq && seq <= until;
  }

  boolean contains(Stay other) {
    return after <= other.after && other.until <= until;
  }

  /// The same, of which everything after `earlier` has been heard by a replay.
  Stay from(long earlier) {
    return new Stay(Math.min(after, earlier), until);
  }

  Stay endedAt(long seq) {
    return new Stay(after, seq);
  }
}
