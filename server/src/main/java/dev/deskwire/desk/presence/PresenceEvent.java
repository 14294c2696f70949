package dev.deskwire.desk.presence;

import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.ticket.TicketAccess;
import java.util.List;

/// Something about presence that has just become true. It is not kept.
public sealed interface PresenceEvent {
  /// Something about the viewers of a ticket.
  sealed interface OfTicket extends PresenceEvent {
    ViewedPlace place();
  }

  /// Something about who is online in a project.
  sealed interface OfProject extends PresenceEvent {
    String projectId();
  }

  /// A ticket with what decides who may hear of its viewers.
  record ViewedPlace(String ticketId, TicketAccess access) {
    public String projectId() {
      return access.projectId();
    }
  }

  /// Who views the ticket now, all of them.
  record ViewersUpdated(ViewedPlace place, List<Viewer> viewers) implements OfTicket {}

  record AgentJoined(ViewedPlace place, Viewer agent) implements OfTicket {}

  record AgentLeft(ViewedPlace place, Viewer agent) implements OfTicket {}

  record AgentTyping(ViewedPlace place, Viewer agent) implements OfTicket {}

  record AgentStoppedTyping(ViewedPlace place, Viewer agent) implements OfTicket {}

  /// `agentId` is not alone at a ticket.
  ///
  /// @param others who else is there
  /// @param typing whether all of them, `agentId` too, are typing
  record CollisionWarning(ViewedPlace place, String agentId, List<Viewer> others, boolean typing)
      implements OfTicket {}

  /// Who is online in a project and what is viewed there, as of now.
  record PresenceUpdated(String projectId, ProjectView view) implements OfProject {}

  /// Somebody of the staff has come online in a project.
  record UserJoined(String projectId, PersonRef user) implements OfProject {}

  record UserLeft(String projectId, PersonRef user) implements OfProject {}
}
