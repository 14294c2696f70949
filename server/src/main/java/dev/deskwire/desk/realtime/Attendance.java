package dev.deskwire.desk.realtime;

import dev.deskwire.socketio.Socket;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// From which position of the log to which a socket has heard its rooms, kept with it: what tells a
/// replay what the socket was already sent. A room that was closed to it is remembered, as a replay
/// may still have to bring what was told there until then. Written under [DeliveryOrder#between]
/// alone.
final class Attendance {
  private static final String KEY = "attendance";

  /// Closed rooms that are remembered; of earlier ones nothing is sent again.
  private static final int CLOSED = 64;

  private final RoomWatch watch;
  private final Map<String, Stay> stays;

  /// The rooms in which the session stood when this began.
  private final Set<String> before;

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
      RoomWatch watch, Map<String, Stay> stays, Replays replays, long turn, Turns turns) {
    this.watch = watch;
    this.stays = new ConcurrentHashMap<>(stays);
    this.before = Set.copyOf(stays.keySet());
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
    attendance.stays.forEach((wire, stay) -> {
      if (stay.isOpen()) {
        RoomName.parse(wire).ifPresent(room -> attendance.joined(socket, room));
      } else {
        socket.leave(wire);
      }
    });
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
        : Optional.of(new Attendance(watch, stays, replays.copy(), turn + 1, turns));
  }

  static Attendance of(Socket socket) {
    return (Attendance) Objects.requireNonNull(socket.data().get(KEY));
  }

  /// The socket joins `room` and hears what comes after `position`. Whoever joins again has heard
  /// it since the first time.
  ///
  /// @return whether it was not in it yet
  boolean join(Socket socket, RoomName room, long position) {
    boolean isNew = !isIn(room);
    if (isNew) {
      stays.put(room.wire(), Stay.since(position));
    }
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

  /// Closes a connection that cannot be served now. Nothing newer passes any more, and its session
  /// is nobody's: the client comes back and asks for what it has not been sent.
  static void giveUp(Socket socket) {
    among(socket.data()).ifPresent(Attendance::catchUp);
    socket.connection().close(Ending.TRY_LATER.code(), Ending.TRY_LATER.reason());
  }

  /// Forgets the rooms of before that are not among `rooms`, but for those that were closed. What
  /// has been joined since is joined.
  void retain(Set<String> rooms) {
    stays
        .entrySet()
        .removeIf(entry ->
            entry.getValue().isOpen()
                && before.contains(entry.getKey())
                && !rooms.contains(entry.getKey()));
  }

  void leave(Socket socket, RoomName room) {
    socket.leave(room.wire());
    var stay = stays.remove(room.wire());
    if (stay != null && stay.isOpen()) {
      watch.left(socket, room);
    }
  }

  /// The room is closed to the socket with the event at `seq`. If that has passed the socket by,
  /// the replay under way brings it.
  void close(Socket socket, RoomName room, long seq) {
    socket.leave(room.wire());
    if (close(room, seq)) {
      watch.left(socket, room);
    }
  }

  /// As [#close(Socket, RoomName, long)], for a socket that is not there at the moment.
  ///
  /// @return whether it stood there
  boolean close(RoomName room, long seq) {
    var stay = stays.get(room.wire());
    if (stay == null || !stay.isOpen() || stay.after() >= seq) {
      return false;
    }
    stays.put(room.wire(), stay.endedAt(seq));
    stays.entrySet().stream()
        .filter(entry -> !entry.getValue().isOpen())
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().until()))
        .skip(CLOSED)
        .map(Map.Entry::getKey)
        .toList()
        .forEach(stays::remove);
    return true;
  }

  /// Whether the socket has joined any room.
  boolean hasBegun() {
    return !stays.isEmpty();
  }

  /// How many rooms the socket stands in.
  long rooms() {
    return stays.values().stream().filter(Stay::isOpen).count();
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
    stays.replaceAll((_, stay) -> stay.from(after));
    catchingUp = false;
  }

  /// A replay from `after` that the client asked for is complete.
  ///
  /// @param number from [Replays#next]
  /// @param heardUntil up to which position live events had reached the socket before
  /// @param reached the position of now
  synchronized void resumed(long number, long after, long heardUntil, long reached) {
    var before = Map.copyOf(stays);
    caughtUp(after);
    replays.resumed(number, after, heardUntil, reached, before, stays);
  }

  /// What a client has received that shows `offset`; empty if that is no longer known.
  Optional<Replays.Received> received(LogOffset offset) {
    return replays.received(offset, stays);
  }

  /// The client is sent all that it [#misses].
  ///
  /// @return what makes offsets of linear ones
  UnaryOperator<LogOffset> recovered(Replays.Received received) {
    return replays.recovered(received, stays);
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

  /// Whether the socket stands in `room`.
  boolean isIn(RoomName room) {
    var stay = stays.get(room.wire());
    return stay != null && stay.isOpen();
  }

  /// Whether a replay is to bring the event at `seq` for `rooms`: the socket stands in one of them,
  /// or did until that event.
  boolean awaits(Set<RoomName> rooms, long seq) {
    return rooms.stream()
        .map(room -> stays.get(room.wire()))
        .anyMatch(stay -> stay != null && seq <= stay.until());
  }

  /// Whether the socket was in one of `rooms` when the event at `seq` went out live.
  boolean heard(Set<RoomName> rooms, long seq) {
    return Replays.isHeard(stays, rooms, seq);
  }
}
