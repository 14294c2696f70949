package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// The rooms that clients join and leave because they ask to.
@ApplicationScoped
class SocketRooms {
  private static final Logger LOG = Logger.getLogger(SocketRooms.class);

  /// How long a refusal waits for the node to hear of the latest changes of rights.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// After how long a client that joined too much may try again.
  private static final Duration NEXT_JOIN = Duration.ofSeconds(1);

  private final Callers callers;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final EventLog log;
  private final List<RoomGuard> guards;
  private final int most;

  SocketRooms(
      Callers callers,
      RightsModel rights,
      DeliveryOrder order,
      EventLog log,
      Settings settings,
      @Any Instance<RoomGuard> guards) {
    this.callers = callers;
    this.rights = rights;
    this.order = order;
    this.log = log;
    this.guards = guards.stream().toList();
    most = settings.limits().rooms();
  }

  /// Joins a room that exists and that the person may stand in; anything else is refused.
  ///
  /// @return whether the socket was not in it yet
  Outcome<Boolean> join(Socket socket, Signed signed, RoomName room) {
    if (!SocketRates.of(socket).joins().tryConsume(1)) {
      return Outcome.refused(new Refusal.TooMany(NEXT_JOIN));
    }
    var attendance = Attendance.of(socket);
    if (attendance.rooms() >= most && !attendance.isIn(room)) {
      return Outcome.refused(
          Refusal.conflict(
              "too_many_rooms",
              "This connection has joined %d rooms; leave some.".formatted(most)));
    }
    var caller = callers.byId(signed.userId());
    if (caller.isEmpty() || !guarded(room, caller.get())) {
      return Outcome.refused(Refusal.notFound());
    }
    var joined = enter(socket, signed, room);
    if (joined.isEmpty()) {
      // the right may be so new that this node has not heard of it yet
      order.await(log.settled(PATIENCE), PATIENCE);
      joined = enter(socket, signed, room);
    }
    LOG.debugf("Socket %s joins %s: %s", socket.id(), room.wire(), joined);
    return joined.map(Outcome::done).orElseGet(() -> Outcome.refused(refusal(room, caller.get())));
  }

  /// A member of a project who is not of the staff knows that it is there; what else one may not
  /// stand in is not found.
  private static Refusal refusal(RoomName room, Caller caller) {
    return room instanceof RoomName.OfProject(var id) && !caller.isStaff() && caller.inProject(id)
        ? new Refusal.Forbidden("The room of a project is for its staff.")
        : Refusal.notFound();
  }

  /// Joins the room if the rights of this position allow it: they have the last word, as no change
  /// of rights can come between.
  ///
  /// @return empty if they do not, else whether the socket was not in the room yet
  private Optional<Boolean> enter(Socket socket, Signed signed, RoomName room) {
    var joined = new boolean[1];
    var admitted = new boolean[1];
    order.between(position -> {
      admitted[0] =
          rights.person(signed.userId()).filter(now -> room.admits(now, rights)).isPresent();
      if (admitted[0]) {
        joined[0] = Attendance.of(socket).join(socket, room, position);
      }
    });
    return admitted[0] ? Optional.of(joined[0]) : Optional.empty();
  }

  void leave(Socket socket, RoomName room) {
    order.between(_ -> Attendance.of(socket).leave(socket, room));
  }

  /// Who may stay in these rooms, in which they stand, by the rooms' names and by their features'
  /// say, asked once for all of them. May block.
  BiPredicate<RoomName, Caller> staying(Set<RoomName> standing) {
    BiPredicate<RoomName, Caller> staying = (room, caller) -> room.admits(caller, rights);
    for (var guard : guards) {
      var guarded = standing.stream().filter(guard::guards).collect(Collectors.toSet());
      if (!guarded.isEmpty()) {
        var stays = guard.staying(guarded);
        staying =
            staying.and((room, caller) -> !guarded.contains(room) || stays.test(room, caller));
      }
    }
    return staying;
  }

  private boolean guarded(RoomName room, Caller caller) {
    return guards.stream()
        .filter(guard -> guard.guards(room))
        .allMatch(guard -> guard.admits(room, caller));
  }
}
