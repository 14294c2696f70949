package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// How one event goes out: under which names, with what, to whom.
///
/// @param names the names under which Socket.IO clients hear it; feeds show the first alone
/// @param fields what the payload carries beside `id`, `seq`, `type`, `at` and `actor`; references
///   only. A field of the same name as one of those takes its place
/// @param rooms where its listeners stand
/// @param mayReceive asked for each of them, in memory, with their rights at this position
/// @param closing rooms that some of those who stand in them have to leave afterwards
public record Delivery(
    List<String> names,
    Map<String, Object> fields,
    Set<RoomName> rooms,
    Predicate<Caller> mayReceive,
    Optional<Closing> closing) {

  /// Some have lost the right to stand in these rooms.
  ///
  /// @param stays asked for each who stands there
  public record Closing(Set<RoomName> rooms, Predicate<Caller> stays) {}

  public Delivery(
      List<String> names,
      Map<String, Object> fields,
      Set<RoomName> rooms,
      Predicate<Caller> mayReceive) {
    this(names, fields, rooms, mayReceive, Optional.empty());
  }

  /// The same, after which those who fail the test leave `left`.
  public Delivery closing(Set<RoomName> left, Predicate<Caller> stays) {
    return new Delivery(names, fields, rooms, mayReceive, Optional.of(new Closing(left, stays)));
  }

  /// To nobody.
  public static final Delivery NONE = new Delivery(List.of(), Map.of(), Set.of(), _ -> false);

  public boolean isNone() {
    return names.isEmpty();
  }

  /// Whether the feed of `caller`, who stands in every room that they may join, shows the event.
  public boolean reaches(Caller caller, Rights rights) {
    return caller.active()
        && rooms.stream().anyMatch(room -> room.admits(caller, rights))
        && mayReceive.test(caller);
  }
}
