package dev.deskwire.desk.project;

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

/// The rows of projects.
@ApplicationScoped
class ProjectRepository {
  private final Jdbi jdbi;

  ProjectRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  Optional<Project> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id, key, name FROM project WHERE id = ?", id)
            .map((row, _) -> project(row))
            .findOne());
  }

  /// Projects by name.
  ///
  /// @param among ids to choose from, `null` for all
  /// @param after name and id of the project before, empty at the beginning
  List<Project> page(@Nullable Set<String> among, List<String> after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, key, name FROM project
                WHERE (:all OR id = ANY (:among))
                    AND (:afterName::text IS NULL OR (name, id) > (:afterName, :afterId))
                ORDER BY name, id LIMIT :limit
                """)
            .bind("all", among == null)
            .bindArray("among", String.class, among == null ? List.of() : List.copyOf(among))
            .bind("afterName", after.isEmpty() ? null : after.get(0))
            .bind("afterId", after.isEmpty() ? null : after.get(1))
            .bind("limit", limit)
            .map((row, _) -> project(row))
            .list());
  }

  void insert(Project project, Instant now) {
    jdbi.useHandle(handle ->
        handle.execute(
            "INSERT INTO project (id, key, name, created_at) VALUES (?, ?, ?, ?)",
            project.id(),
            project.key(),
            project.name(),
            now));
  }

  void update(Project project) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE project SET key = ?, name = ? WHERE id = ?",
            project.key(),
            project.name(),
            project.id()));
  }

  /// Whether another project has that key.
  boolean keyTaken(String key, @Nullable String exceptId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM project
                    WHERE key = :key AND id IS DISTINCT FROM :except)
                """)
            .bind("key", key)
            .bind("except", exceptId)
            .mapTo(Boolean.class)
            .one());
  }

  /// Deletes a project, with its memberships, unless it has queues or tickets.
  boolean delete(String id) {
    return Removal.of(jdbi, "DELETE FROM project WHERE id = ?", id);
  }

  private static Project project(ResultSet row) throws SQLException {
    return new Project(row.getString("id"), row.getString("key"), row.getString("name"), null);
  }
}
