package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;

/// A feature's own say on who may join its rooms, where [RoomName#admits] cannot know. Beans are
/// discovered.
public interface RoomGuard {
  /// Whether this guard speaks for `room`.
  boolean guards(RoomName room);

  /// Whether `caller` may join it. May block.
  boolean admits(RoomName room, Caller caller);
}
