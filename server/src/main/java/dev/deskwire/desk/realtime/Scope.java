package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.function.BiPredicate;

/// Where a [Subscription] stands.
public sealed interface Scope {
  /// In every room that the person may join.
  record EveryRoom() implements Scope {}

  /// In one room.
  ///
  /// @param admits asked in memory at the opening and after each change of the person's rights;
  ///   once it says no, the connection ends
  record OneRoom(RoomName room, BiPredicate<Caller, Rights> admits) implements Scope {}

  /// Whether `caller` may stand here.
  default boolean admits(Caller caller, Rights rights) {
    return caller.active()
        && switch (this) {
          case EveryRoom() -> true;
          case OneRoom(_, var admits) -> admits.test(caller, rights);
        };
  }

  /// Whether `caller`, standing here, is to receive `delivery`.
  default boolean hears(Caller caller, Delivery delivery, Rights rights) {
    return switch (this) {
      case EveryRoom() -> delivery.reaches(caller, rights);
      case OneRoom(var room, _) ->
          delivery.rooms().contains(room) && delivery.mayReceive().test(caller);
    };
  }
}
