package dev.deskwire.socketio.engine;

import org.jspecify.annotations.Nullable;

/// The timers of one event loop, in the slots of a wheel: to set one and to cancel it takes the
/// same short time, however many there are, and all of them cost their loop one alarm.
///
/// A timer rings up to [#TICK] late and never early. One that is further away than a turn of the
/// wheel stays in its slot while the wheel passes by.
///
/// Not thread-safe, and without a clock of its own: times are nanoseconds of any one clock.
final class TimerWheel {
  /// In nanoseconds. Sessions allow their timers to be late by some milliseconds.
  static final long TICK = 5_000_000;

  /// What [#next] says when there is no timer.
  static final long NEVER = Long.MAX_VALUE;

  /// A power of two; a turn takes forty seconds, so that heartbeats are met once.
  private static final int SLOTS = 8_192;

  private static final long CANCELLED = -1;

  /// A task and when it is due. One is kept with each connection, so it has no field to spare.
  static class Entry {
    private final Runnable task;

    /// The tick in which it rings; [#CANCELLED] if it was cancelled before it was set.
    private long tick;

    /// Its neighbours in the list of its slot. It is its own while it is in none.
    private @Nullable Entry before = this;

    private @Nullable Entry after;

    Entry(TimerWheel wheel, long time, Runnable task) {
      this.task = task;
      this.tick = Math.ceilDiv(time - wheel.start, TICK);
    }
  }

  private final @Nullable Entry[] slots = new Entry[SLOTS];
  private final long start;

  /// All earlier ticks have been worked off.
  private long current;

  /// How many timers wait.
  private int waiting;

  /// @param start a time that is not after any other
  TimerWheel(long start) {
    this.start = start;
  }

  /// Sets a timer, once; one whose time has passed rings next, one that was cancelled never.
  ///
  /// @return when it rings
  long set(Entry entry, long now) {
    if (entry.tick == CANCELLED) {
      return NEVER;
    }
    if (waiting == 0) {
      // Nothing has happened since the last timer rang, perhaps for days.
      current = Math.max(current, Math.floorDiv(now - start, TICK));
    }
    entry.tick = Math.max(entry.tick, current);
    int slot = slot(entry.tick);
    var first = slots[slot];
    entry.before = null;
    entry.after = first;
    if (first != null) {
      first.before = entry;
    }
    slots[slot] = entry;
    waiting++;
    return start + entry.tick * TICK;
  }

  /// Takes a timer out; it rings no more.
  @SuppressWarnings("ReferenceEquality") // its own neighbour is itself
  void cancel(Entry entry) {
    var before = entry.before;
    var after = entry.after;
    if (before == entry) {
      entry.tick = CANCELLED;
      return;
    }
    waiting--;
    if (before == null) {
      slots[slot(entry.tick)] = after;
    } else {
      before.after = after;
    }
    if (after != null) {
      after.before = before;
    }
    entry.before = entry;
    entry.after = null;
  }

  /// When [#ring] has something to do, at the latest; it may find that it has not.
  long next() {
    if (waiting == 0) {
      return NEVER;
    }
    int ahead = 0;
    while (slots[slot(current + ahead)] == null) {
      ahead++;
    }
    return start + (current + ahead) * TICK;
  }

  /// Runs what is due, and what that sets for no later than now.
  void ring(long now) {
    long last = Math.floorDiv(now - start, TICK);
    while (current <= last && waiting > 0) {
      var due = due();
      if (due == null) {
        current++;
      } else {
        cancel(due);
        due.task.run();
      }
    }
    current = Math.max(current, last + 1);
  }

  /// A timer of the current tick, or one before it.
  private @Nullable Entry due() {
    var entry = slots[slot(current)];
    while (entry != null && entry.tick > current) {
      entry = entry.after;
    }
    return entry;
  }

  private static int slot(long tick) {
    return (int) tick & (SLOTS - 1);
  }
}
