package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.platform.config.Settings;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// Fills an empty desk: the first admin, and a project with a team and a queue, so that a ticket
/// can be made at once. It writes the rows of other features itself, as those build on people.
@ApplicationScoped
public class FirstStart {
  private final Jdbi jdbi;
  private final UserRepository repository;
  private final Passwords passwords;
  private final RightsChanges rights;
  private final Settings settings;
  private final InstantSource clock;

  FirstStart(
      Jdbi jdbi,
      UserRepository repository,
      Passwords passwords,
      RightsChanges rights,
      Settings settings,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.repository = repository;
    this.passwords = passwords;
    this.rights = rights;
    this.settings = settings;
    this.clock = clock;
  }

  /// Does nothing if there is anybody. Of several nodes that start at once, one fills the desk.
  ///
  /// @return the password of the first admin if this call made it up: print it, it is told once
  public Optional<String> prepare() {
    if (repository.anybody()) {
      return Optional.empty();
    }
    var configured = settings.adminPassword();
    var password = configured == null ? Passwords.generate() : configured;
    var hash = passwords.hash(password);
    boolean filled =
        QuarkusTransaction.joiningExisting().call(() -> fill(hash, configured == null));
    return filled && configured == null ? Optional.of(password) : Optional.empty();
  }

  private boolean fill(String passwordHash, boolean generated) {
    rights.begin();
    if (repository.anybody()) {
      return false;
    }
    var now = clock.instant();
    var admin =
        new User(
            Ids.next(),
            settings.adminEmail(),
            "Administrator",
            List.of(Role.ADMIN),
            Availability.ONLINE,
            true);
    repository.insert(admin, passwordHash, generated, now);
    support(admin.id(), now);
    rights.personChanged(null, admin.id());
    return true;
  }

  private void support(String adminId, Instant now) {
    var project = Ids.next();
    var team = Ids.next();
    var queue = Ids.next();
    jdbi.useHandle(handle -> {
      handle.execute(
          "INSERT INTO project (id, key, name, created_at) VALUES (?, 'SUP', 'Support', ?)",
          project,
          now);
      handle.execute("INSERT INTO team (id, name, created_at) VALUES (?, 'Support', ?)", team, now);
      handle.execute(
          """
          INSERT INTO queue (id, name, project_id, team_id, created_at)
          VALUES (?, 'Support', ?, ?, ?)
          """,
          queue,
          project,
          team,
          now);
      handle.execute(
          "INSERT INTO project_member (project_id, user_id) VALUES (?, ?)", project, adminId);
      handle.execute("INSERT INTO team_member (team_id, user_id) VALUES (?, ?)", team, adminId);
    });
    rights.queueChanged(null, queue, project, team);
  }
}
