package dev.deskwire.desk.presence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.presence.PresenceEvent.AgentJoined;
import dev.deskwire.desk.presence.PresenceEvent.AgentLeft;
import dev.deskwire.desk.presence.PresenceEvent.AgentStoppedTyping;
import dev.deskwire.desk.presence.PresenceEvent.AgentTyping;
import dev.deskwire.desk.presence.PresenceEvent.CollisionWarning;
import dev.deskwire.desk.presence.PresenceEvent.OfProject;
import dev.deskwire.desk.presence.PresenceEvent.OfTicket;
import dev.deskwire.desk.presence.PresenceEvent.PresenceUpdated;
import dev.deskwire.desk.presence.PresenceEvent.UserJoined;
import dev.deskwire.desk.presence.PresenceEvent.UserLeft;
import dev.deskwire.desk.presence.PresenceEvent.ViewersUpdated;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.RightsModel;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.Scope;
import dev.deskwire.desk.realtime.websocket.NativeClient;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import dev.deskwire.desk.realtime.websocket.NativeMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// `/ws/projects/{project_id}/presence/`: who of the staff is online in a project, and who views or
/// types at its tickets. For staff of the project, who work on all its tickets.
@ApplicationScoped
class PresenceSocket implements NativeEndpoint, PresenceListener {
  /// Presence is told by [#happened], as no event of its door has its words.
  private static final EventForm NOTHING = _ -> Optional.empty();

  private final Projects projects;
  private final ProjectPresence presence;
  private final TicketPresence tickets;
  private final RightsModel rights;
  private final ObjectMapper json;

  /// The connections of each project on this node, by id.
  private final Map<String, Map<String, NativeClient>> open = new ConcurrentHashMap<>();

  /// Which ticket each connection has said that it views. One at a time: a page shows one.
  private final Map<String, String> viewing = new ConcurrentHashMap<>();

  PresenceSocket(
      Projects projects,
      ProjectPresence presence,
      TicketPresence tickets,
      RightsModel rights,
      ObjectMapper json) {
    this.projects = projects;
    this.presence = presence;
    this.tickets = tickets;
    this.rights = rights;
    this.json = json;
  }

  @Override
  public String path() {
    return "/ws/projects/{project_id}/presence/";
  }

  @Override
  public Outcome<Scope> admit(Caller caller, Map<String, String> parameters) {
    var project = parameters.get("project_id");
    if (project == null || !projects.exists(project)) {
      return Outcome.refused(Refusal.notFound());
    }
    var room = new RoomName.OfProject(project);
    return Outcome.done(new Scope.OneRoom(room, room::admits));
  }

  @Override
  public EventForm form() {
    return NOTHING;
  }

  @Override
  public boolean isDurable() {
    return false;
  }

  @Override
  public void opened(NativeClient client) {
    var project = projectOf(client);
    open.compute(
        project,
        (_, known) -> {
          Map<String, NativeClient> clients = known == null ? new ConcurrentHashMap<>() : known;
          clients.put(client.id(), client);
          return clients;
        });
    presence.arrived(client.id(), client.caller().id(), project);
    client.send(list(project, presence.view(project)));
  }

  @Override
  public void closed(NativeClient client) {
    var project = projectOf(client);
    open.computeIfPresent(
        project,
        (_, clients) -> {
          clients.remove(client.id());
          return clients.isEmpty() ? null : clients;
        });
    viewing.remove(client.id());
    tickets.gone(client.id());
    var userId = client.caller().id();
    if (!mayHear(client, project)) {
      // who lost the right is not awaited
      presence.left(client.id(), userId, project);
    }
    presence.gone(client.id(), userId);
  }

  private static String projectOf(NativeClient client) {
    return Objects.requireNonNull(client.parameters().get("project_id"));
  }

  @Override
  public Optional<Outcome<Done>> receive(NativeClient client, String type, JsonNode message) {
    return switch (type) {
      case "viewing" -> Optional.of(view(client, message.path("ticket_id")));
      case "typing" -> Optional.of(type(client, message));
      default -> Optional.empty();
    };
  }

  /// `null` for none.
  private Outcome<Done> view(NativeClient client, JsonNode ticket) {
    if (ticket.isNull()) {
      leave(client, viewing.remove(client.id()));
      return Outcome.done(new Done());
    }
    return id(ticket)
        .then(id -> tickets.view(client.id(), client.caller().id(), id).map(_ -> id))
        .map(id -> {
          var before = viewing.put(client.id(), id);
          if (!id.equals(before)) {
            leave(client, before);
          }
          return new Done();
        });
  }

  private void leave(NativeClient client, @Nullable String ticketId) {
    if (ticketId != null) {
      tickets.leave(client.id(), ticketId);
    }
  }

  private Outcome<Done> type(NativeClient client, JsonNode message) {
    var typing = message.path("is_typing");
    if (!typing.isBoolean()) {
      return Outcome.refused(
          new Refusal.Malformed("is_typing", "typing takes {ticket_id, is_typing}."));
    }
    return id(message.path("ticket_id"))
        .then(id -> {
          if (typing.asBoolean()) {
            return tickets.typing(client.id(), client.caller().id(), id).map(_ -> new Done());
          }
          tickets.stopTyping(client.id(), id);
          return Outcome.done(new Done());
        });
  }

  private static Outcome<String> id(JsonNode ticket) {
    return ticket.isTextual() && !ticket.asText().isBlank()
        ? Outcome.done(ticket.asText())
        : Outcome.refused(new Refusal.Malformed("ticket_id", "Send {ticket_id}, a text."));
  }

  @Override
  public boolean isListening() {
    return !open.isEmpty();
  }

  @Override
  public void happened(PresenceEvent event) {
    var project =
        switch (event) {
          case OfTicket of -> of.place().projectId();
          case OfProject of -> of.projectId();
        };
    var clients = open.get(project);
    if (clients != null) {
      message(event)
          .map(fields -> NativeMessage.of(fields, json))
          .ifPresent(message ->
              List.copyOf(clients.values()).stream()
                  .filter(client -> mayHear(client, project))
                  .forEach(client -> client.send(message)));
    }
  }

  /// The connection of whoever has lost the project is about to be closed.
  private boolean mayHear(NativeClient client, String project) {
    var room = new RoomName.OfProject(project);
    return rights
        .person(client.caller().id())
        .filter(person -> room.admits(person, rights))
        .isPresent();
  }

  private static Optional<Map<String, Object>> message(PresenceEvent event) {
    return switch (event) {
      case PresenceUpdated(var project, var view) -> Optional.of(list(project, view));
      case UserJoined(_, var user) -> Optional.of(Fields.of("type", "user_joined", "user", user));
      case UserLeft(_, var user) -> Optional.of(Fields.of("type", "user_left", "user", user));
      case AgentJoined joined ->
          Optional.of(atTicket("viewing", joined, joined.agent(), "is_viewing", true));
      case AgentLeft left ->
          Optional.of(atTicket("viewing", left, left.agent(), "is_viewing", false));
      case AgentTyping typing ->
          Optional.of(atTicket("typing", typing, typing.agent(), "is_typing", true));
      case AgentStoppedTyping stopped ->
          Optional.of(atTicket("typing", stopped, stopped.agent(), "is_typing", false));
      // who views is told one by one
      case ViewersUpdated _, CollisionWarning _ -> Optional.empty();
    };
  }

  private static Map<String, Object> atTicket(
      String type, OfTicket event, Viewer agent, String what, boolean value) {
    var message = new LinkedHashMap<String, Object>();
    message.put("type", type);
    message.put("ticket_id", event.place().ticketId());
    message.put("user", new PersonRef(agent.agentId(), agent.agentName()));
    message.put(what, value);
    return message;
  }

  /// The same as `presence:updated` carries.
  private static Map<String, Object> list(String project, ProjectView view) {
    var message = Fields.of("type", "presence_list");
    message.putAll(PresenceAudience.fields(project, view));
    return message;
  }
}
