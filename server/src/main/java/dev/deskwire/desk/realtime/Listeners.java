package dev.deskwire.desk.realtime;

import java.util.Set;

/// Who listens where, on this node, now.
public interface Listeners {
  /// The ids of the people with a connection in `room`. Any thread; reads memory alone.
  Set<String> in(RoomName room);

  /// How many connections stand in `room`. Any thread; reads memory alone.
  int count(RoomName room);
}
