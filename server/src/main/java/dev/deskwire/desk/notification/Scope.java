package dev.deskwire.desk.notification;

import org.jspecify.annotations.Nullable;

/// Where a rule of a person's preferences holds.
sealed interface Scope {
  /// Wherever no other rule of theirs holds.
  record Everywhere() implements Scope {}

  record OfProject(String id) implements Scope {}

  record OfQueue(String id) implements Scope {}

  record OfTicket(String id) implements Scope {}

  static Scope everywhere() {
    return new Everywhere();
  }

  /// How narrow it is: of the rules that hold, the narrowest decides.
  default int narrowness() {
    return switch (this) {
      case Everywhere _ -> 0;
      case OfProject _ -> 1;
      case OfQueue _ -> 2;
      case OfTicket _ -> 3;
    };
  }

  /// The name on the wire.
  default String type() {
    return switch (this) {
      case Everywhere _ -> "global";
      case OfProject _ -> "project";
      case OfQueue _ -> "queue";
      case OfTicket _ -> "ticket";
    };
  }

  /// @return `null` for everywhere
  default @Nullable String idOrNull() {
    return switch (this) {
      case Everywhere _ -> null;
      case OfProject(var id) -> id;
      case OfQueue(var id) -> id;
      case OfTicket(var id) -> id;
    };
  }

  /// Whether something that happened at `place` happened within.
  default boolean holds(Place place) {
    return switch (this) {
      case Everywhere _ -> true;
      case OfProject(var id) -> id.equals(place.projectId());
      case OfQueue(var id) -> id.equals(place.queueId());
      case OfTicket(var id) -> id.equals(place.ticketId());
    };
  }

  /// Where something happened; all `null` for what happened to no ticket.
  record Place(@Nullable String projectId, @Nullable String queueId, @Nullable String ticketId) {
    static final Place NOWHERE = new Place(null, null, null);
  }
}
