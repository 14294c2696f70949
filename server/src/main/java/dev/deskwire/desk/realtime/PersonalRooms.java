package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.socketio.Socket;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rooms that a person stands in without asking, and how sockets follow when their rights
/// change. Sockets join and leave between two events ([DeliveryOrder]).
@ApplicationScoped
class PersonalRooms {
  private final RightsModel rights;
  private final SocketRooms rooms;

  PersonalRooms(RightsModel rights, SocketRooms rooms) {
    this.rights = rights;
    this.rooms = rooms;
  }

  /// The person with the rights of the relay's position; with those that were read at the sign-in
  /// while the relay has not heard of them yet.
  Caller current(Signed signed) {
    return rights.person(signed.userId()).orElse(signed.credentials().caller());
  }

  /// Joins the rooms that the person stands in without asking.
  void join(Socket socket, Caller person, long position) {
    var attendance = Attendance.of(socket);
    automatic(person).forEach(room -> attendance.join(socket, room, position));
  }

  /// The rooms in which each socket stands and its person may no longer. Blocks.
  Map<Socket, Set<RoomName>> lost(Map<Socket, Caller> people) {
    var standing =
        people.keySet().stream()
            .collect(Collectors.toMap(Function.identity(), PersonalRooms::standing));
    var staying =
        rooms.staying(standing.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    var lost = new HashMap<Socket, Set<RoomName>>();
    people.forEach((socket, person) -> {
      var left = new HashSet<>(standing.getOrDefault(socket, Set.of()));
      left.removeIf(room -> staying.test(room, person));
      lost.put(socket, left);
    });
    return lost;
  }

  private static Set<RoomName> standing(Socket socket) {
    return socket.rooms().stream()
        .map(RoomName::parse)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Leaves the rooms that are `lost` and joins those that are new.
  void move(Socket socket, Set<RoomName> lost, Caller person, long position) {
    var attendance = Attendance.of(socket);
    lost.forEach(room -> attendance.leave(socket, room));
    join(socket, person, position);
  }

  /// The rooms in which a person stands without asking. They may watch a queue that they no longer
  /// see; then they do not stand in its room.
  Set<RoomName> automatic(Caller caller) {
    var automatic = new LinkedHashSet<RoomName>();
    automatic.add(new RoomName.OfUser(caller.id()));
    caller.roles().forEach(role -> automatic.add(new RoomName.OfRole(role)));
    caller.teams().forEach(team -> automatic.add(new RoomName.OfTeam(team)));
    if (caller.isStaff()) {
      caller.projects().forEach(project -> automatic.add(new RoomName.OfProject(project)));
      caller.watching().forEach(queue -> automatic.add(new RoomName.OfQueue(queue)));
    }
    automatic.removeIf(room -> !room.admits(caller, rights));
    return automatic;
  }
}
