package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Since which position of the log a socket has heard its rooms, kept with it: what tells a replay
/// what the socket was already sent. Written under [DeliveryOrder#between] alone.
final class Attendance {
  private static final String KEY = "attendance";

  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final RoomWatch watch;
  private volatile boolean catchingUp;

  private Attendance(RoomWatch watch) {
    this.watch = watch;
  }

  static Attendance begin(Socket socket, RoomWatch watch) {
    var attendance = new Attendance(watch);
    socket.data().put(KEY, attendance);
    return attendance;
  }

  static Attendance of(Socket socket) {
    return (Attendance) Objects.requireNonNull(socket.data().get(KEY));
  }

  /// The socket joins `room` and hears what comes after `position`. Whoever joins again has heard
  /// it since the first time.
  ///
  /// @return whether it was not in it yet
  boolean join(Socket socket, RoomName room, long position) {
    boolean isNew = since.putIfAbsent(room.wire(), position) == null;
    socket.join(room.wire());
    if (isNew) {
      watch.joined(socket, room);
    }
    return isNew;
  }

  void leave(Socket socket, RoomName room) {
    socket.leave(room.wire());
    if (since.remove(room.wire()) != null) {
      watch.left(socket, room);
    }
  }

  /// Whether the socket has joined any room.
  boolean hasBegun() {
    return !since.isEmpty();
  }

  /// Whether live events pass the socket by, as a replay will bring them in their order.
  boolean isCatchingUp() {
    return catchingUp;
  }

  void catchUp() {
    catchingUp = true;
  }

  /// A replay from `after` is complete: the rooms of now have been heard since then.
  void caughtUp(long after) {
    since.replaceAll((_, position) -> Math.min(position, after));
    catchingUp = false;
  }

  /// Whether the socket stands in one of `rooms`.
  boolean isIn(Set<RoomName> rooms) {
    return rooms.stream().anyMatch(room -> since.containsKey(room.wire()));
  }

  /// Whether the socket was in one of `rooms` when the event at `seq` went out live.
  boolean heard(Set<RoomName> rooms, long seq) {
    return rooms.stream()
        .map(room -> since.get(room.wire()))
        .anyMatch(position -> position != null && position < seq);
  }
}
