package dev.deskwire.desk.platform.auth;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/// Reads people with their rights as the database has them now, in one statement. Safe for any
/// thread.
@ApplicationScoped
public class Callers {
  /// What [#read] needs, of a row `u` of `app_user`.
  static final String COLUMNS =
      """
      u.id, u.name, u.email, u.roles, u.active,
      ARRAY(SELECT team_id FROM team_member WHERE user_id = u.id) AS teams,
      ARRAY(SELECT project_id FROM project_member WHERE user_id = u.id) AS projects,
      ARRAY(SELECT queue_id FROM queue_watcher WHERE user_id = u.id) AS watching
      """;

  private final Jdbi jdbi;

  Callers(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public Optional<Caller> byId(String id) {
    return byIds(List.of(id)).stream().findFirst();
  }

  /// Those of `ids` that there are, in no order.
  public List<Caller> byIds(Collection<String> ids) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM app_user u WHERE u.id = ANY (:ids)")
            .bindArray("ids", String.class, List.copyOf(ids))
            .map((row, _) -> read(row))
            .list());
  }

  /// Everyone, deactivated people too.
  public List<Caller> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM app_user u")
            .map((row, _) -> read(row))
            .list());
  }

  static Caller read(ResultSet row) throws SQLException {
    return new Caller(
        row.getString("id"),
        row.getString("name"),
        row.getString("email"),
        strings(row, "roles").stream()
            .map(wire -> Role.of(wire).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        strings(row, "teams"),
        strings(row, "projects"),
        strings(row, "watching"),
        row.getBoolean("active"));
  }

  private static Set<String> strings(ResultSet row, String column) throws SQLException {
    return Set.of((String[]) row.getArray(column).getArray());
  }
}
