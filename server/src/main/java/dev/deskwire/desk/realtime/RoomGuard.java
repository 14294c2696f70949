package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.Set;
import java.util.function.BiPredicate;

/// A feature's own say on who may join its rooms, where [RoomName#admits] cannot know. Beans are
/// discovered.
public interface RoomGuard {
  /// Whether this guard speaks for `room`.
  boolean guards(RoomName room);

  /// Whether `caller` may join it. May block.
  boolean admits(RoomName room, Caller caller);

  /// Who may stay in `rooms`, all of them this guard's, in which they stand. What a room is about
  /// may be gone already: its listeners stay until the event that says so. May block; is to ask the
  /// database at most once.
  BiPredicate<RoomName, Caller> staying(Set<RoomName> rooms);
}
