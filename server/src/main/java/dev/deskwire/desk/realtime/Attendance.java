package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Since which position of the log a socket has heard its rooms, kept with it: what tells a replay
/// what the socket was already sent. Written under [DeliveryOrder#between] alone.
final class Attendance {
  private static final String KEY = "attendance";

  private final Map<String, Long> since = new ConcurrentHashMap<>();
  private final RoomWatch watch;

  /// Whose it is: a session that is taken up goes on with another socket of the same id.
  private Socket present;

  private volatile boolean catchingUp;

  /// The latest replays that the client asked for, oldest first: as many as a client may have asked
  /// for since it last received anything.
  private volatile List<Resume> resumes = List.of();

  private static final int RESUMES = 16;

  /// @param heardUntil up to which position live events had reached the socket before
  /// @param since the rooms that it had heard then
  private record Resume(long after, long heardUntil, Map<String, Long> since) {}

  private Attendance(Socket socket, RoomWatch watch) {
    present = socket;
    this.watch = watch;
  }

  static Attendance begin(Socket socket, RoomWatch watch) {
    var attendance = new Attendance(socket, watch);
    socket.data().put(KEY, attendance);
    return attendance;
  }

  /// Goes on for a socket that was recovered, in those of its rooms that it may still stand in.
  static Attendance goOn(Socket socket) {
    var attendance = of(socket);
    attendance.takenUpBy(socket);
    attendance.retain(socket.rooms());
    attendance.since.keySet().stream()
        .map(RoomName::parse)
        .flatMap(Optional::stream)
        .forEach(room -> attendance.joined(socket, room));
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
      joined(socket, room);
    }
    return isNew;
  }

  private void joined(Socket socket, RoomName room) {
    watch.joined(socket, room);
    if (!socket.isConnected()) {
      // it went while it was joining
      gone(socket);
    }
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

  /// How many rooms the socket has joined.
  int rooms() {
    return since.size();
  }

  /// The socket is gone, and with it from all its rooms; unless its session has been taken up by
  /// another, which has its id.
  synchronized void gone(Socket socket) {
    if (present == socket) {
      watch.gone(socket);
    }
  }

  private synchronized void takenUpBy(Socket socket) {
    present = socket;
  }

  /// Whether live events pass the socket by, as a replay will bring them in their order.
  boolean isCatchingUp() {
    return catchingUp;
  }

  void catchUp() {
    catchingUp = true;
  }

  /// A replay of everything from `after` is complete, before which nothing had been heard live.
  void caughtUp(long after) {
    since.replaceAll((_, position) -> Math.min(position, after));
    catchingUp = false;
  }

  /// A replay from `after` that the client asked for is complete.
  ///
  /// @param heardUntil up to which position live events had reached the socket before
  void resumed(long after, long heardUntil) {
    var latest = new ArrayList<>(resumes);
    latest.add(new Resume(after, heardUntil, Map.copyOf(since)));
    resumes = List.copyOf(latest.subList(Math.max(0, latest.size() - RESUMES), latest.size()));
    caughtUp(after);
  }

  /// How far a client really is that shows `offset`: one that received nothing of a replay shows
  /// what it had heard live before, and is where that replay began.
  LogOffset reached(LogOffset offset) {
    if (!offset.isLinear()) {
      return offset;
    }
    var lost = resumes.stream().filter(resume -> resume.heardUntil() >= offset.seq()).toList();
    return lost.stream().mapToLong(Resume::after).min().stream()
        .mapToObj(after -> LogOffset.after(after).inReplay(lost.getFirst().heardUntil()))
        .findFirst()
        .orElse(offset);
  }

  /// Whether a client that comes back at `reached` has still to be sent the name at `index` of an
  /// event for `rooms`.
  boolean misses(Set<RoomName> rooms, long seq, int index, LogOffset reached) {
    if (reached.covers(seq, index) || !heard(rooms, seq)) {
      return false;
    }
    return resumes.stream()
        .filter(resume -> resume.heardUntil() == reached.heardUntil() && seq <= resume.heardUntil())
        .noneMatch(resume -> heard(resume.since(), rooms, seq));
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
