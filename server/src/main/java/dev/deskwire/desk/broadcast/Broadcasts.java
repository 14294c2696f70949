package dev.deskwire.desk.broadcast;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.queue.Queues;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.team.Teams;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.Tickets;
import dev.deskwire.desk.timeline.EntityTypes;
import dev.deskwire.desk.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends what programs outside have to say to rooms of the desk. Blocks.
@ApplicationScoped
public class Broadcasts {
  private final Users users;
  private final Teams teams;
  private final Projects projects;
  private final Queues queues;
  private final Tickets tickets;
  private final EntityTypes entityTypes;
  private final EventLog log;
  private final PassingBroadcasts passing;
  private final ObjectMapper json;

  Broadcasts(
      Users users,
      Teams teams,
      Projects projects,
      Queues queues,
      Tickets tickets,
      EntityTypes entityTypes,
      EventLog log,
      PassingBroadcasts passing,
      ObjectMapper json) {
    this.users = users;
    this.teams = teams;
    this.projects = projects;
    this.queues = queues;
    this.tickets = tickets;
    this.entityTypes = entityTypes;
    this.log = log;
    this.passing = passing;
    this.json = json;
  }

  /// What was sent.
  ///
  /// @param id of the event; `null` when it is ephemeral
  /// @param room under the name that the desk has for it
  public record Accepted(@Nullable String id, String room, String event, boolean ephemeral) {}

  /// Sends to a room, in the name of the desk itself.
  ///
  /// @return refused if the room, the name or the data cannot be used
  @Transactional
  public Outcome<Accepted> broadcast(BroadcastRequest request) {
    return broadcast(null, request);
  }

  /// The same in the words of channel layers: a message of type `ticket_update` is an event named
  /// by its `action` with its `data`; any other type is the event itself.
  ///
  /// @param group a room, or `project_{id}_tickets`
  @Transactional
  public Outcome<Accepted> sendToChannelLayer(
      String group, String type, Map<String, Object> message) {
    var body = json.valueToTree(message);
    return broadcast(
        null,
        type.equals("ticket_update")
            ? new BroadcastRequest(group, body.path("action").asText(), body.get("data"), false)
            : new BroadcastRequest(group, type, body, false));
  }

  @Transactional
  Outcome<Accepted> broadcast(@Nullable ActorRef actor, BroadcastRequest request) {
    return request
        .eventName()
        .then(event ->
            request
                .members()
                .then(data ->
                    request
                        .roomName()
                        .then(this::existing)
                        .map(place -> sent(place, event, data))
                        .map(sent -> send(actor, sent, request.isEphemeral()))));
  }

  /// A room that exists.
  ///
  /// @param ticket whose room it is, or its timeline's, if it is a ticket's
  private record Place(RoomName room, Optional<StoredTicket> ticket) {}

  private Outcome<Place> existing(RoomName room) {
    var ticket = ticketOf(room);
    boolean exists =
        switch (room) {
          case RoomName.OfUser(var id) -> users.find(id).isPresent();
          case RoomName.OfRole _ -> true;
          case RoomName.OfTeam(var id) -> teams.exists(id);
          case RoomName.OfProject(var id) -> projects.exists(id);
          case RoomName.OfQueue(var id) -> queues.find(id).isPresent();
          case RoomName.OfTicket _ -> ticket.isPresent();
          case RoomName.OfTimeline(var type, _) ->
              type.equals(EntityTypes.TICKET) ? ticket.isPresent() : entityTypes.contains(type);
        };
    return exists
        ? Outcome.done(new Place(room, ticket))
        : Outcome.refused(new Refusal.Invalid("room", "there is nothing that has this room"));
  }

  private Optional<StoredTicket> ticketOf(RoomName room) {
    return switch (room) {
      case RoomName.OfTicket(var id) -> tickets.find(id);
      case RoomName.OfTimeline(var type, var id) when type.equals(EntityTypes.TICKET) ->
          tickets.find(id);
      case RoomName.OfTimeline _,
          RoomName.OfUser _,
          RoomName.OfRole _,
          RoomName.OfTeam _,
          RoomName.OfProject _,
          RoomName.OfQueue _ ->
          Optional.empty();
    };
  }

  private static BroadcastEvent.Sent sent(Place place, String event, Map<String, Object> data) {
    var ticket = place.ticket();
    return new BroadcastEvent.Sent(
        place.room().wire(),
        event,
        data,
        ticket.map(stored -> stored.ticket().id()).orElse(null),
        ticket.map(StoredTicket::access).orElse(null));
  }

  private Accepted send(@Nullable ActorRef actor, BroadcastEvent.Sent sent, boolean forTheMoment) {
    if (forTheMoment) {
      passing.send(sent);
      return new Accepted(null, sent.room(), sent.event(), true);
    }
    return new Accepted(log.append(actor, sent), sent.room(), sent.event(), false);
  }
}
