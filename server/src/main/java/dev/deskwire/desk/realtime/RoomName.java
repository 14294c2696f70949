package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import java.util.Optional;

/// A room of the contract's section 4.
public sealed interface RoomName {
  /// The name on the wire, such as `ticket:01J…`.
  String wire();

  record OfUser(String id) implements RoomName {
    @Override
    public String wire() {
      return "user:" + id;
    }
  }

  record OfRole(Role role) implements RoomName {
    @Override
    public String wire() {
      return "role:" + role.wire();
    }
  }

  record OfTeam(String id) implements RoomName {
    @Override
    public String wire() {
      return "team:" + id;
    }
  }

  record OfProject(String id) implements RoomName {
    @Override
    public String wire() {
      return "project:" + id;
    }
  }

  record OfQueue(String id) implements RoomName {
    @Override
    public String wire() {
      return "queue:" + id;
    }
  }

  record OfTicket(String id) implements RoomName {
    @Override
    public String wire() {
      return "ticket:" + id;
    }
  }

  /// @param entityType holds no colon
  record OfTimeline(String entityType, String entityId) implements RoomName {
    /// The type of tickets: who reads the timeline of one is asked by the timeline's own rule.
    static final String TICKET = "ticket";

    public static OfTimeline ofTicket(String ticketId) {
      return new OfTimeline(TICKET, ticketId);
    }

    @Override
    public String wire() {
      return "timeline:" + entityType + ":" + entityId;
    }

    private static Optional<RoomName> parse(String rest) {
      int colon = rest.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(new OfTimeline(rest.substring(0, colon), rest.substring(colon + 1)));
    }
  }

  /// The room of a name on the wire; empty for what is none of the desk's, such as the room that
  /// each socket has for itself.
  public static Optional<RoomName> parse(String wire) {
    int colon = wire.indexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    var id = wire.substring(colon + 1);
    return switch (wire.substring(0, colon)) {
      case "user" -> Optional.of(new OfUser(id));
      case "role" -> Role.of(id).map(OfRole::new);
      case "team" -> Optional.of(new OfTeam(id));
      case "project" -> Optional.of(new OfProject(id));
      case "queue" -> Optional.of(new OfQueue(id));
      case "ticket" -> Optional.of(new OfTicket(id));
      case "timeline" -> OfTimeline.parse(id);
      default -> Optional.empty();
    };
  }

  /// Whether `caller` may stand in this room, with the rights of `rights`.
  ///
  /// The rooms of a ticket and of its timeline are open here to everyone: whether a person may read
  /// the ticket is asked by their own rules, at joining and at each delivery.
  default boolean admits(Caller caller, Rights rights) {
    if (!caller.active()) {
      return false;
    }
    return switch (this) {
      case OfUser(var id) -> caller.id().equals(id);
      case OfRole(var role) -> caller.roles().contains(role);
      case OfTeam(var id) -> caller.isAdmin() || caller.inTeam(id);
      case OfProject(var id) -> caller.isAdmin() || (caller.isStaff() && caller.inProject(id));
      case OfQueue(var id) ->
          rights
              .queue(id)
              .filter(queue -> caller.worksIn(queue.projectId(), queue.teamId()))
              .isPresent();
      case OfTicket _ -> true;
      case OfTimeline(var type, _) ->
          type.equals(OfTimeline.TICKET) || rights.readsTimelines(type, caller);
    };
  }
}
