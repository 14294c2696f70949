package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.queue.Queues;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where tickets may lie: in a project, and at most one queue of that project.
@ApplicationScoped
class TicketPlaces {
  /// @param teamId the team of the queue
  record Place(String projectId, @Nullable String queueId, @Nullable String teamId) {
    /// The access of a ticket of this place that nobody follows or is assigned.
    TicketAccess access(String reporterId) {
      return new TicketAccess(projectId, queueId, teamId, reporterId, null, Set.of());
    }
  }

  private final Projects projects;
  private final Queues queues;

  TicketPlaces(Projects projects, Queues queues) {
    this.projects = projects;
    this.queues = queues;
  }

  /// The place of a new ticket, if `caller` may create one there.
  Outcome<Place> forNew(Caller caller, CreateTicket request) {
    var projectId = request.projectId();
    if (projectId == null) {
      return Outcome.refused(new Refusal.Invalid("projectId", "projectId is needed"));
    }
    var place =
        projects.exists(projectId)
            ? queueOf(caller, projectId, request.queueId())
            : Optional.<Place>empty();
    boolean member = caller.isAdmin() || caller.inProject(projectId);
    boolean ofTeam = place.filter(found -> found.access(caller.id()).staffedBy(caller)).isPresent();
    if (!member && !ofTeam) {
      return Outcome.refused(
          new Refusal.Invalid("projectId", "projectId names no project of yours"));
    }
    if (request.queueId() != null && !caller.isStaff()) {
      return Outcome.refused(new Refusal.Forbidden("Only staff choose the queue of a ticket."));
    }
    return place
        .map(Outcome::done)
        .orElseGet(() ->
            Outcome.refused(
                new Refusal.Invalid("queueId", "queueId names no queue of this project")));
  }

  /// The place in `queueId` of `projectId`; empty if that is no queue of the project, or none that
  /// `caller` may see.
  Optional<Place> queueOf(Caller caller, String projectId, @Nullable String queueId) {
    if (queueId == null) {
      return Optional.of(new Place(projectId, null, null));
    }
    return queues
        .find(queueId)
        .filter(queue -> queue.projectId().equals(projectId))
        .map(queue -> new Place(projectId, queueId, queue.teamId()))
        .filter(place -> place.access("").staffedBy(caller) || !caller.isStaff());
  }
}
