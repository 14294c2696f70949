package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Since which position of the log a socket has heard its rooms, kept with it: what tells a replay
/// what the socket was already sent. Written under [DeliveryOrder#between] alone.
final class Attendance {
  private static final String KEY = "attendance";

  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final RoomWatch watch;
  private volatile boolean catchingUp;

  /// What had been heard live when the last replay was asked for.
  private volatile @Nullable BeforeReplay beforeReplay;

  private record BeforeReplay(long position, Map<String, Long> since) {}

  private Attendance(RoomWatch watch) {
    this.watch = watch;
  }

  static Attendance begin(Socket socket, RoomWatch watch) {
    var attendance = new Attendance(watch);
    socket.data().put(KEY, attendance);
    return attendance;
  }

  /// Goes on for a socket that was recovered, in those of its rooms that it may still stand in.
  static Attendance goOn(Socket socket) {
    var attendance = of(socket);
    attendance.retain(socket.rooms());
    attendance.since.keySet().stream()
        .map(RoomName::parse)
        .flatMap(Optional::stream)
        .forEach(room -> attendance.watch.joined(socket, room));
    return attendance;
  }

  /// The attendance among what was kept with a socket; none if it went before it had begun.
  static Optional<Attendance> among(Map<String, Object> data) {
    return Optional.ofNullable((Attendance) data.get(KEY));
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

  /// Forgets the rooms that are not among `rooms`.
  void retain(Set<String> rooms) {
    since.keySet().retainAll(rooms);
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
  ///
  /// @param suppressedSince up to which position live events had reached the socket before
  void caughtUp(long after, long suppressedSince) {
    beforeReplay = new BeforeReplay(suppressedSince, Map.copyOf(since));
    since.replaceAll((_, position) -> Math.min(position, after));
    catchingUp = false;
  }

  /// Whether a client that comes back at `offset` has still to be sent the name at `index` of an
  /// event for `rooms`.
  boolean misses(Set<RoomName> rooms, long seq, int index, LogOffset offset) {
    if (offset.covers(seq, index) || !heard(rooms, seq)) {
      return false;
    }
    var before = beforeReplay;
    boolean heardLive =
        before != null
            && before.position() == offset.heardUntil()
            && seq <= before.position()
            && heard(before.since(), rooms, seq);
    return !heardLive;
  }

  /// Whether the socket stands in one of `rooms`.
  boolean isIn(Set<RoomName> rooms) {
    return rooms.stream().anyMatch(room -> since.containsKey(room.wire()));
  }

  /// Whether the socket was in one of `rooms` when the event at `seq` went out live.
  boolean heard(Set<RoomName> rooms, long seq) {
    return heard(since, rooms, seq);
  }

  private static boolean heard(Map<String, Long> since, Set<RoomName> rooms, long seq) {
    return rooms.stream()
        .map(room -> since.get(room.wire()))
        .anyMatch(position -> position != null && position < seq);
  }
}
