package dev.deskwire.desk.team;

import dev.deskwire.desk.platform.Removal;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The rows of teams.
@ApplicationScoped
class TeamRepository {
  private final Jdbi jdbi;

  TeamRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Team> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id, name FROM team WHERE id = ?", id)
            .map((row, _) -> team(row))
            .findOne());
  }

  /// Teams by name.
  ///
  /// @param among ids to choose from, `null` for all
  /// @param after name and id of the team before, empty at the beginning
  List<Team> page(@Nullable Set<String> among, List<String> after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, name FROM team
                WHERE (:all OR id = ANY (:among))
                    AND (:afterName::text IS NULL OR (name, id) > (:afterName, :afterId))
                ORDER BY name, id LIMIT :limit
                """)
            .bind("all", among == null)
            .bindArray("among", String.class, among == null ? List.of() : List.copyOf(among))
            .bind("afterName", after.isEmpty() ? null : after.get(0))
            .bind("afterId", after.isEmpty() ? null : after.get(1))
            .bind("limit", limit)
            .map((row, _) -> team(row))
            .list());
  }

  void insert(Team team, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "INSERT INTO team (id, name, created_at) VALUES (?, ?, ?)",
            team.id(),
            team.name(),
            now));
  }

  void rename(String id, String name) {
    jdbi.useHandle(handle -> handle.execute("UPDATE team SET name = ? WHERE id = ?", name, id));
  }

  /// Deletes a team, with its memberships, unless it serves a queue.
  boolean delete(String id) {
    return Removal.of(jdbi, "DELETE FROM team WHERE id = ?", id);
  }

  private static Team team(ResultSet row) throws SQLException {
    return new Team(row.getString("id"), row.getString("name"), null);
  }
}
