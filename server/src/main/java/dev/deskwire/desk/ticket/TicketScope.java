package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import org.jdbi.v3.core.statement.SqlStatement;

/// The readable tickets of a person as an SQL condition: [TicketAccess#readableBy(Caller)] for
/// whole lists. It speaks of `ticket t` left-joined with `queue q`.
public final class TicketScope {
  /// True for the tickets that the bound caller may read.
  public static final String READABLE =
      """
      (:scopeStaffAll
        OR :scopeAgent AND (t.project_id = ANY(:scopeProjects) OR q.team_id = ANY(:scopeTeams))
        OR :scopeOwn AND (t.reporter_id = :scopeMe OR t.assignee_id = :scopeMe
          OR EXISTS (SELECT FROM ticket_follower f
                     WHERE f.ticket_id = t.id AND f.user_id = :scopeMe)))
      """;

  /// True for the tickets that the bound caller works on: [TicketAccess#staffedBy].
  public static final String STAFFED =
      """
      (:scopeStaffAll
        OR :scopeAgent AND (t.project_id = ANY(:scopeProjects) OR q.team_id = ANY(:scopeTeams)))
      """;

  private TicketScope() {}

  /// Binds what [#READABLE] and [#STAFFED] ask of `caller`.
  public static <S extends SqlStatement<S>> S bind(S statement, Caller caller) {
    boolean outsider =
        caller.active()
            && (caller.roles().contains(Role.SALES) || caller.roles().contains(Role.CUSTOMER));
    return statement
        .bind("scopeStaffAll", caller.isAdmin())
        .bind("scopeAgent", caller.isStaff())
        .bind("scopeOwn", outsider)
        .bind("scopeMe", caller.id())
        .bindArray("scopeProjects", String.class, caller.projects())
        .bindArray("scopeTeams", String.class, caller.teams());
  }
}
