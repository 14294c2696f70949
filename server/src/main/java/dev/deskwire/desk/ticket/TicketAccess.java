package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.realtime.Rights;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What decides who may read and change one ticket. This is the one place of these rules (contract,
/// section 1).
///
/// @param teamId the team of its queue
/// @param followers ids of the people who follow it
public record TicketAccess(
    String projectId,
    @Nullable String queueId,
    @Nullable String teamId,
    String reporterId,
    @Nullable String assigneeId,
    Set<String> followers) {

  /// What a person may be to a ticket, from the most to the least.
  public enum Standing {
    /// Works on it: reads and changes everything, internal notes included.
    STAFF,
    /// Reported it, and is sales or a customer.
    REPORTER,
    /// Is assigned it or follows it, and is sales or a customer.
    INVOLVED,
    /// May not know that it exists.
    STRANGER
  }

  public TicketAccess {
    followers = Set.copyOf(followers);
  }

  /// What `caller` is to this ticket.
  public Standing standing(Caller caller) {
    if (caller.worksIn(projectId, teamId)) {
      return Standing.STAFF;
    }
    boolean outsider =
        caller.active()
            && (caller.roles().contains(Role.SALES) || caller.roles().contains(Role.CUSTOMER));
    if (!outsider) {
      return Standing.STRANGER;
    }
    if (caller.id().equals(reporterId)) {
      return Standing.REPORTER;
    }
    return caller.id().equals(assigneeId) || followers.contains(caller.id())
        ? Standing.INVOLVED
        : Standing.STRANGER;
  }

  public boolean readableBy(Caller caller) {
    return standing(caller) != Standing.STRANGER;
  }

  /// Whether `caller` works on this ticket, and so reads its internal notes.
  public boolean staffedBy(Caller caller) {
    return standing(caller) == Standing.STAFF;
  }

  /// Whether `caller` may read what is `internal` or not on this ticket.
  public boolean readableBy(Caller caller, boolean internal) {
    return internal ? staffedBy(caller) : readableBy(caller);
  }

  /// Whether `caller` may change `field`.
  public boolean changeableBy(Caller caller, TicketField field) {
    return switch (standing(caller)) {
      case STAFF -> true;
      case REPORTER ->
          switch (field) {
            case TITLE, DESCRIPTION, PRIORITY, TAGS, DUE -> true;
            case STATUS, ASSIGNEE, QUEUE -> false;
          };
      case INVOLVED, STRANGER -> false;
    };
  }

  /// This access with the team that serves its queue according to `rights`: a queue may have moved
  /// to another team since the event was written.
  public TicketAccess at(Rights rights) {
    if (queueId == null) {
      return this;
    }
    return rights
        .queue(queueId)
        .map(queue ->
            new TicketAccess(projectId, queueId, queue.teamId(), reporterId, assigneeId, followers))
        .orElse(this);
  }

  /// Reporter, assignee and followers.
  @JsonIgnore
  public Set<String> involved() {
    var ids = new LinkedHashSet<String>();
    ids.add(reporterId);
    if (assigneeId != null) {
      ids.add(assigneeId);
    }
    ids.addAll(followers);
    return ids;
  }
}
