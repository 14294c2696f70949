package dev.deskwire.desk.presence;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.presence.PresenceEvent.AgentJoined;
import dev.deskwire.desk.presence.PresenceEvent.AgentLeft;
import dev.deskwire.desk.presence.PresenceEvent.AgentStoppedTyping;
import dev.deskwire.desk.presence.PresenceEvent.AgentTyping;
import dev.deskwire.desk.presence.PresenceEvent.CollisionWarning;
import dev.deskwire.desk.presence.PresenceEvent.PresenceUpdated;
import dev.deskwire.desk.presence.PresenceEvent.UserJoined;
import dev.deskwire.desk.presence.PresenceEvent.UserLeft;
import dev.deskwire.desk.presence.PresenceEvent.ViewedPlace;
import dev.deskwire.desk.presence.PresenceEvent.ViewersUpdated;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Who hears of presence: staff who work on the ticket, or of the project. Customers and sales
/// never do.
final class PresenceAudience {
  /// As many as a payload lists (contract, section 3).
  private static final int ENTRIES = 100;

  private PresenceAudience() {}

  static Delivery deliver(PresenceEvent event, Rights rights) {
    return switch (event) {
      case ViewersUpdated(var place, var viewers) -> {
        var fields = Fields.of("ticketId", place.ticketId(), "total", viewers.size());
        fields.put("viewers", listed(viewers));
        yield toTicket("viewers:updated", place, fields, rights);
      }
      case AgentJoined(var place, var agent) ->
          toTicket("agent:joined", place, named(place, agent), rights);
      case AgentLeft(var place, var agent) ->
          toTicket("agent:left", place, named(place, agent), rights);
      case AgentTyping(var place, var agent) ->
          toTicket("agent:typing", place, named(place, agent), rights);
      case AgentStoppedTyping(var place, var agent) ->
          toTicket("agent:stopped_typing", place, named(place, agent), rights);
      case CollisionWarning warning -> toConcerned(warning, rights);
      case PresenceUpdated(var projectId, var view) ->
          toProject("presence:updated", projectId, fields(projectId, view));
      // Socket.IO clients see it in presence:updated
      case UserJoined _, UserLeft _ -> Delivery.NONE;
    };
  }

  /// A project's presence as every payload has it, with as many of all as one lists.
  static Map<String, Object> fields(String projectId, ProjectView view) {
    var fields = Fields.of("projectId", projectId, "total", view.online().size());
    fields.put("online", view.online().stream().limit(ENTRIES).toList());
    fields.put(
        "viewing", view.viewing().stream().limit(ENTRIES).map(PresenceAudience::capped).toList());
    if (view.partial()) {
      fields.put("partial", true);
    }
    return fields;
  }

  /// As many of the viewers as a payload lists.
  static List<Viewer> listed(List<Viewer> viewers) {
    return viewers.stream().limit(ENTRIES).toList();
  }

  private static Delivery toTicket(
      String name, ViewedPlace place, Map<String, Object> fields, Rights rights) {
    return toTicket(name, place, fields, worksOn(place, rights));
  }

  private static Delivery toTicket(
      String name, ViewedPlace place, Map<String, Object> fields, Predicate<Caller> who) {
    return new Delivery(
        List.of(name), fields, Set.of(new RoomName.OfTicket(place.ticketId())), who);
  }

  private static Delivery toConcerned(CollisionWarning warning, Rights rights) {
    var place = warning.place();
    var fields = Fields.of("ticketId", place.ticketId(), "others", others(warning));
    if (warning.typing()) {
      fields.put("typing", true);
    }
    var worksOn = worksOn(place, rights);
    return toTicket(
        "collision:warning",
        place,
        fields,
        person -> person.id().equals(warning.agentId()) && worksOn.test(person));
  }

  private static List<Map<String, Object>> others(CollisionWarning warning) {
    return listed(warning.others()).stream()
        .map(other ->
            Fields.of(
                "agentId",
                other.agentId(),
                "agentName",
                other.agentName(),
                "status",
                other.status()))
        .toList();
  }

  private static Predicate<Caller> worksOn(ViewedPlace place, Rights rights) {
    return place.access().at(rights)::staffedBy;
  }

  private static Map<String, Object> named(ViewedPlace place, Viewer agent) {
    return Fields.of(
        "ticketId", place.ticketId(), "agentId", agent.agentId(), "agentName", agent.agentName());
  }

  private static ProjectView.ViewedTicket capped(ProjectView.ViewedTicket viewed) {
    return new ProjectView.ViewedTicket(
        viewed.ticketId(), viewed.userIds().stream().limit(ENTRIES).toList());
  }

  private static Delivery toProject(String name, String projectId, Map<String, Object> fields) {
    return new Delivery(
        List.of(name),
        fields,
        Set.of(new RoomName.OfProject(projectId)),
        person -> person.isAdmin() || (person.isStaff() && person.inProject(projectId)));
  }
}
