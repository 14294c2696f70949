package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Finds the people who may read a ticket.
@ApplicationScoped
public class TicketReaders {
  private final Jdbi jdbi;
  private final Callers callers;

  TicketReaders(Jdbi jdbi, Callers callers) {
    this.jdbi = jdbi;
    this.callers = callers;
  }

  /// Everyone who may read what is `internal` or not on a ticket.
  public List<Caller> of(TicketAccess access, boolean internal) {
    var candidates =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT u.id FROM app_user u
                    WHERE u.active AND (
                        'admin' = ANY(u.roles)
                        OR u.id IN (SELECT user_id FROM project_member WHERE project_id = :project)
                        OR u.id IN (SELECT user_id FROM team_member WHERE team_id = :team)
                        OR u.id = ANY(:involved))
                    """)
                .bind("project", access.projectId())
                .bind("team", access.teamId())
                .bindArray("involved", String.class, access.involved())
                .mapTo(String.class)
                .list());
    return among(candidates, access, internal);
  }

  /// Those of `userIds` who may read what is `internal` or not on a ticket.
  public List<Caller> among(Collection<String> userIds, TicketAccess access, boolean internal) {
    return callers.byIds(userIds).stream()
        .filter(person -> access.readableBy(person, internal))
        .toList();
  }
}
