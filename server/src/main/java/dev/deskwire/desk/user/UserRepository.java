package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.auth.Role;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The rows of people.
@ApplicationScoped
class UserRepository {
  private final Jdbi jdbi;

  UserRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A person with what proves them.
  ///
  /// @param passwordHash `null` until they accept an invitation
  record Login(User user, @Nullable String passwordHash, boolean mustChangePassword) {}

  Optional<User> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, email, name, roles, availability, active FROM app_user WHERE id = :id
                """)
            .bind("id", id)
            .map((row, _) -> user(row))
            .findOne());
  }

  Optional<Login> loginById(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, email, name, roles, availability, active, password_hash,
                    must_change_password
                FROM app_user WHERE id = :id
                """)
            .bind("id", id)
            .map((row, _) -> login(row))
            .findOne());
  }

  Optional<Login> loginByEmail(String email) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, email, name, roles, availability, active, password_hash,
                    must_change_password
                FROM app_user WHERE lower(email) = lower(:email)
                """)
            .bind("email", email)
            .map((row, _) -> login(row))
            .findOne());
  }

  Map<String, PersonRef> refs(Collection<String> ids) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id, name FROM app_user WHERE id = ANY (:ids)")
            .bindArray("ids", String.class, List.copyOf(ids))
            .map((row, _) -> new PersonRef(row.getString("id"), row.getString("name")))
            .collect(Collectors.toMap(PersonRef::id, Function.identity())));
  }

  /// People by name, after one of them.
  ///
  /// @param search part of a name or e-mail, any case
  List<User> page(
      @Nullable String search, @Nullable String afterName, @Nullable String afterId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, email, name, roles, availability, active FROM app_user
                WHERE (:afterName::text IS NULL OR (name, id) > (:afterName, :afterId))
                    AND (:search::text IS NULL
                        OR position(lower(:search) IN lower(name)) > 0
                        OR position(lower(:search) IN lower(email)) > 0)
                ORDER BY name, id LIMIT :limit
                """)
            .bind("afterName", afterName)
            .bind("afterId", afterId)
            .bind("search", search)
            .bind("limit", limit)
            .map((row, _) -> user(row))
            .list());
  }

  boolean anybody() {
    return jdbi.withHandle(handle ->
        handle.select("SELECT EXISTS (SELECT 1 FROM app_user)").mapTo(Boolean.class).one());
  }

  /// Whether somebody else has that e-mail, in any case.
  boolean emailTaken(String email, @Nullable String exceptId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT EXISTS (SELECT 1 FROM app_user
                    WHERE lower(email) = lower(:email) AND id IS DISTINCT FROM :except)
                """)
            .bind("email", email)
            .bind("except", exceptId)
            .mapTo(Boolean.class)
            .one());
  }

  boolean anotherActiveAdmin(String exceptId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT EXISTS (SELECT 1 FROM app_user
                    WHERE active AND 'admin' = ANY (roles) AND id <> ?)
                """,
                exceptId)
            .mapTo(Boolean.class)
            .one());
  }

  void insert(User user, @Nullable String passwordHash, boolean mustChangePassword, Instant now) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO app_user (id, email, name, password_hash, roles, active,
                    availability, must_change_password, created_at)
                VALUES (:id, :email, :name, :hash, :roles, :active, :availability, :must, :now)
                """)
            .bind("id", user.id())
            .bind("email", user.email())
            .bind("name", user.name())
            .bind("hash", passwordHash)
            .bindArray("roles", String.class, user.roles().stream().map(Role::wire).toList())
            .bind("active", user.active())
            .bind("availability", user.availability().wire())
            .bind("must", mustChangePassword)
            .bind("now", now)
            .execute());
  }

  void update(User user) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE app_user SET email = :email, name = :name, roles = :roles,
                    active = :active, availability = :availability
                WHERE id = :id
                """)
            .bind("id", user.id())
            .bind("email", user.email())
            .bind("name", user.name())
            .bindArray("roles", String.class, user.roles().stream().map(Role::wire).toList())
            .bind("active", user.active())
            .bind("availability", user.availability().wire())
            .execute());
  }

  void availability(String id, Availability availability) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE app_user SET availability = ? WHERE id = ?", availability.wire(), id));
  }

  /// Gives a person another password; the links that could have set one serve no more.
  void password(String id, String passwordHash, boolean mustChangePassword) {
    jdbi.useHandle(handle -> {
      handle.execute(
          "UPDATE app_user SET password_hash = ?, must_change_password = ? WHERE id = ?",
          passwordHash,
          mustChangePassword,
          id);
      handle.execute("DELETE FROM one_time_code WHERE user_id = ? AND used_at IS NULL", id);
    });
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        row.getString("id"),
        row.getString("email"),
        row.getString("name"),
        Arrays.stream((String[]) row.getArray("roles").getArray())
            .map(wire -> Role.of(wire).orElseThrow())
            .toList(),
        Availability.of(row.getString("availability")).orElseThrow(),
        row.getBoolean("active"));
  }

  private static Login login(ResultSet row) throws SQLException {
    return new Login(
        user(row), row.getString("password_hash"), row.getBoolean("must_change_password"));
  }
}
