package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/// Lets everybody in, but first does at a room what a test wants done there.
@ApplicationScoped
class Doorkeeper implements RoomGuard {
  private final Map<RoomName, Runnable> actions = new ConcurrentHashMap<>();

  void at(RoomName room, Runnable action) {
    actions.put(room, action);
  }

  void reset() {
    actions.clear();
  }

  @Override
  public boolean guards(RoomName room) {
    return actions.containsKey(room);
  }

  @Override
  public boolean admits(RoomName room, Caller caller) {
    actions.getOrDefault(room, () -> {}).run();
    return true;
  }

  @Override
  public BiPredicate<RoomName, Caller> staying(Set<RoomName> rooms) {
    return this::admits;
  }
}
