package dev.deskwire.desk.queue;

import dev.deskwire.desk.platform.Removal;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The rows of queues.
@ApplicationScoped
class QueueRepository {
  private final Jdbi jdbi;

  QueueRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Queue> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id, name, project_id, team_id FROM queue WHERE id = ?", id)
            .map((row, _) -> queue(row))
            .findOne());
  }

  /// The queues that one of the staff sees, by name: [Queue#visibleTo] as SQL.
  ///
  /// @param after name and id of the queue before, empty at the beginning
  List<Queue> page(Caller caller, List<String> after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, name, project_id, team_id FROM queue
                WHERE (:all OR project_id = ANY (:projects) OR team_id = ANY (:teams))
                    AND (:afterName::text IS NULL OR (name, id) > (:afterName, :afterId))
                ORDER BY name, id LIMIT :limit
                """)
            .bind("all", caller.isAdmin())
            .bindArray("projects", String.class, List.copyOf(caller.projects()))
            .bindArray("teams", String.class, List.copyOf(caller.teams()))
            .bind("afterName", after.isEmpty() ? null : after.get(0))
            .bind("afterId", after.isEmpty() ? null : after.get(1))
            .bind("limit", limit)
            .map((row, _) -> queue(row))
            .list());
  }

  void insert(Queue queue, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO queue (id, name, project_id, team_id, created_at)
            VALUES (?, ?, ?, ?, ?)
            """,
            queue.id(),
            queue.name(),
            queue.projectId(),
            queue.teamId(),
            now));
  }

  void update(Queue queue) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE queue SET name = ?, team_id = ? WHERE id = ?",
            queue.name(),
            queue.teamId(),
            queue.id()));
  }

  /// Deletes a queue, with its watchers, unless it has tickets.
  boolean delete(String id) {
    return Removal.of(jdbi, "DELETE FROM queue WHERE id = ?", id);
  }

  private static Queue queue(ResultSet row) throws SQLException {
    return new Queue(
        row.getString("id"),
        row.getString("name"),
        row.getString("project_id"),
        row.getString("team_id"),
        null);
  }
}
