package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Digest;
import dev.deskwire.desk.platform.auth.Passwords;
import dev.deskwire.desk.platform.auth.Sessions;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Links by which a person chooses a password without having one: the invitation of a new person,
/// the reset for one who forgot. A link is good once, for [#GOOD_FOR]; a newer one voids it.
@ApplicationScoped
class Invitations {
  /// Contract, section 2.
  static final Duration GOOD_FOR = Duration.ofDays(3);

  private final Jdbi jdbi;
  private final UserRepository repository;
  private final Users users;
  private final Passwords passwords;
  private final Sessions sessions;
  private final RightsChanges rights;
  private final InstantSource clock;

  Invitations(
      Jdbi jdbi,
      UserRepository repository,
      Users users,
      Passwords passwords,
      Sessions sessions,
      RightsChanges rights,
      InstantSource clock) {
    this.jdbi = jdbi;
    this.repository = repository;
    this.users = users;
    this.passwords = passwords;
    this.sessions = sessions;
    this.rights = rights;
    this.clock = clock;
  }

  /// A link, told once.
  record Invitation(String code, String url, Instant expiresAt) {}

  /// The body of `POST /api/auth/accept`.
  record Acceptance(@Nullable String code, @Nullable String password) {}

  /// A new link for a person.
  ///
  /// @param baseUrl where links to the desk begin
  @Transactional
  public Outcome<Invitation> invite(Caller caller, String userId, String baseUrl) {
    return users
        .get(caller, userId)
        .then(user -> {
          if (!caller.isAdmin()) {
            return Outcome.refused(new Forbidden("Only admins invite people."));
          }
          return user.active()
              ? Outcome.done(link(user, baseUrl))
              : Outcome.refused(
                  Refusal.conflict("deactivated", "Activate this person before inviting them."));
        });
  }

  private Invitation link(User user, String baseUrl) {
    var code = Ids.secret();
    var now = clock.instant();
    var expiresAt = now.plus(GOOD_FOR);
    jdbi.useHandle(handle -> {
      handle.execute("DELETE FROM one_time_code WHERE user_id = ?", user.id());
      handle.execute(
          """
          INSERT INTO one_time_code (code_hash, user_id, purpose, created_at, expires_at)
          SELECT ?, id, CASE WHEN password_hash IS NULL THEN 'invitation' ELSE 'reset' END, ?, ?
          FROM app_user WHERE id = ?
          """,
          Digest.of(code),
          now,
          expiresAt,
          user.id());
    });
    return new Invitation(code, baseUrl + "/accept?code=" + code, expiresAt);
  }

  /// Sets the password of whom the code was made for, and ends whatever they were signed in with.
  /// The password is hashed only for a code that serves, and before the transaction.
  Outcome<User> accept(Acceptance acceptance) {
    var code = acceptance.code() == null ? "" : acceptance.code();
    return passwords
        .chosen("password", acceptance.password())
        .then(password ->
            holder(code)
                .map(_ -> passwords.hash(password))
                .flatMap(
                    hash -> QuarkusTransaction.joiningExisting().call(() -> accept(code, hash)))
                .map(Outcome::done)
                .orElseGet(() ->
                    Outcome.refused(
                        new Invalid("code", "This link was used, replaced or has expired"))));
  }

  private Optional<User> accept(String code, String hash) {
    return spend(code)
        .flatMap(repository::find)
        .map(user -> {
          repository.password(user.id(), hash, false);
          sessions.endAll(user.id(), null);
          rights.sessionEnded(null, user.id(), null, null);
          return user;
        });
  }

  private Optional<String> holder(String code) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT c.user_id FROM one_time_code c JOIN app_user u ON u.id = c.user_id
                WHERE c.code_hash = :hash AND c.used_at IS NULL AND c.expires_at > :now
                    AND u.active
                """)
            .bind("hash", Digest.of(code))
            .bind("now", clock.instant())
            .mapTo(String.class)
            .findOne());
  }

  /// Of two who spend the same code, one succeeds.
  private Optional<String> spend(String code) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE one_time_code c SET used_at = :now FROM app_user u
                WHERE c.code_hash = :hash AND c.used_at IS NULL AND c.expires_at > :now
                    AND u.id = c.user_id AND u.active
                RETURNING c.user_id
                """)
            .bind("hash", Digest.of(code))
            .bind("now", clock.instant())
            .mapTo(String.class)
            .findOne());
  }
}
