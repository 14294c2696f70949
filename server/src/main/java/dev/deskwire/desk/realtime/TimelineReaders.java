package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;

/// Knows for whom the timelines of entities are, but for those of tickets. There is one bean.
public interface TimelineReaders {
  /// Whether `caller` may read the timelines of a type. Answers from memory; any thread.
  boolean mayRead(String entityType, Caller caller);
}
