package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.OutgoingEvent;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.Scope;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/ws/projects/{project_id}/tickets/`: what is addressed to a project, to its members, each event
/// under the right to read its ticket.
@ApplicationScoped
class TicketSocket implements NativeEndpoint {
  private static final EventForm FORM = TicketSocket::write;

  private static final String TICKET = "ticket:";

  /// Addressed to the same room, but told elsewhere.
  private static final Set<String> OTHERS = Set.of("presence:updated");

  private final Projects projects;

  TicketSocket(Projects projects) {
    this.projects = projects;
  }

  @Override
  public String path() {
    return "/ws/projects/{project_id}/tickets/";
  }

  /// Members of any role, and admins. The room is otherwise staff's; here a customer hears of their
  /// own tickets.
  @Override
  public Outcome<Scope> admit(Caller caller, Map<String, String> parameters) {
    var project = parameters.get("project_id");
    return project != null && projects.exists(project)
        ? Outcome.done(
            new Scope.OneRoom(
                new RoomName.OfProject(project),
                (person, _) -> person.isAdmin() || person.inProject(project)))
        : Outcome.refused(Refusal.notFound());
  }

  @Override
  public EventForm form() {
    return FORM;
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /// The action is the name of the event, without `ticket:` for those of tickets.
  private static Optional<String> write(OutgoingEvent event) {
    if (OTHERS.contains(event.name())) {
      return Optional.empty();
    }
    var name = event.name();
    var action = name.startsWith(TICKET) ? name.substring(TICKET.length()) : name;
    return Optional.of(
        "{\"type\":\"ticket_update\",\"action\":%s,\"data\":%s}"
            .formatted(TextNode.valueOf(action), event.json()));
  }
}
