package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Since which position of the log a socket has heard its rooms, kept with it: what tells a replay
/// what the socket was already sent. Written under [DeliveryOrder#between] alone.
final class Attendance {
  private static final String KEY = "attendance";

  private final RoomWatch watch;
  private final Map<String, Long> since;
  private final Replays replays;
  private volatile boolean catchingUp;

  /// A connection that broke may still be told so, and may still be at what its client had asked,
  /// when another has taken up its session: each has its turn.
  private final long turn;

  private final Turns turns;

  private static final class Turns {
    private long latest;

    synchronized void take(long turn) {
      latest = Math.max(latest, turn);
    }

    synchronized void ifLatest(long turn, Runnable action) {
      if (turn == latest) {
        action.run();
      }
    }
  }

  private Attendance(
      RoomWatch watch, Map<String, Long> since, Replays replays, long turn, Turns turns) {
    this.watch = watch;
    this.since = new ConcurrentHashMap<>(since);
    this.replays = replays;
    this.turn = turn;
    this.turns = turns;
  }

  static Attendance begin(Socket socket, RoomWatch watch) {
    var attendance = new Attendance(watch, Map.of(), new Replays(), 0, new Turns());
    socket.data().put(KEY, attendance);
    return attendance;
  }

  /// Goes on for a socket that was recovered, in those of its rooms that it may still stand in.
  static Attendance goOn(Socket socket) {
    var attendance = of(socket);
    attendance.turns.take(attendance.turn);
    var rooms = socket.rooms();
    if (socket.isConnected()) {
      // else it stands in none any more, and what it leaves behind is known already
      attendance.retain(rooms);
    }
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

  /// What a socket that is gone leaves to the one that takes up its session: as it is now, whatever
  /// comes of what the client had asked before.
  ///
  /// @return empty when it went before it had begun, or in the midst of a replay: nobody knows how
  ///   far that came
  static Optional<Map<String, Object>> leftBehind(Map<String, Object> data) {
    return among(data)
        .flatMap(Attendance::next)
        .map(attendance -> {
          var left = new HashMap<>(data);
          left.put(KEY, attendance);
          return left;
        });
  }

  private synchronized Optional<Attendance> next() {
    return catchingUp || !hasBegun()
        ? Optional.empty()
        : Optional.of(new Attendance(watch, since, replays.copy(), turn + 1, turns));
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

  /// Sends an event with its offset to this very socket. [Socket#emitAt] would send what comes late
  /// to the one that has taken up the session, which is sent the same by itself.
  static void send(Socket socket, LogOffset offset, String event, Object payload) {
    socket
        .namespace()
        .to(socket.id())
        .where(one -> one == socket)
        .emitAt(offset.wire(), event, payload);
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
  void gone(Socket socket) {
    turns.ifLatest(turn, () -> watch.gone(socket));
  }

  /// Whether live events pass the socket by, as a replay will bring them in their order.
  boolean isCatchingUp() {
    return catchingUp;
  }

  synchronized void catchUp() {
    catchingUp = true;
  }

  /// A replay of everything from `after` is complete, before which nothing had been heard live.
  synchronized void caughtUp(long after) {
    since.replaceAll((_, position) -> Math.min(position, after));
    catchingUp = false;
  }

  /// A replay from `after` that the client asked for is complete.
  ///
  /// @param number from [Replays#next]
  /// @param heardUntil up to which position live events had reached the socket before
  /// @param reached the position of now
  synchronized void resumed(long number, long after, long heardUntil, long reached) {
    var before = Map.copyOf(since);
    caughtUp(after);
    replays.resumed(number, after, heardUntil, reached, before, since);
  }

  /// What a client has received that shows `offset`; empty if that is no longer known.
  Optional<Replays.Received> received(LogOffset offset) {
    return replays.received(offset, since);
  }

  /// The client is sent all that it [#misses].
  ///
  /// @return what makes offsets of linear ones
  UnaryOperator<LogOffset> recovered(Replays.Received received) {
    return replays.recovered(received, since);
  }

  /// Whether a client that has `received` has still to be sent the name at `index` of an event for
  /// `rooms`.
  boolean misses(Set<RoomName> rooms, long seq, int index, Replays.Received received) {
    return heard(rooms, seq) && !received.has(rooms, seq, index);
  }

  /// The offset of a client that has everything up to `position`.
  LogOffset at(long position) {
    return replays.at(position);
  }

  /// Whether the socket stands in one of `rooms`.
  boolean isIn(Set<RoomName> rooms) {
    return rooms.stream().anyMatch(room -> since.containsKey(room.wire()));
  }

  /// Whether the socket was in one of `rooms` when the event at `seq` went out live.
  boolean heard(Set<RoomName> rooms, long seq) {
    return Replays.isHeard(since, rooms, seq);
  }
}
