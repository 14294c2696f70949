package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Browsers that are signed in. A session lasts [Settings#sessionTtl] from its last use. Safe for
/// any thread; who ends a session also appends a `SessionEnded` to the log, so that its sockets
/// close.
@ApplicationScoped
public class Sessions {
  /// How often use is written down: a page makes many calls a second, and none of them waits.
  static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

  private static final int USER_AGENT_KEPT = 255;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Duration ttl;

  Sessions(Jdbi jdbi, InstantSource clock, Settings settings) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.ttl = settings.sessionTtl();
  }

  /// A new session, with the secret that is told once.
  public record Started(String id, String secret) {}

  /// A session as its owner may see it.
  public record Session(
      String id,
      Instant createdAt,
      Instant lastSeenAt,
      Instant expiresAt,
      @Nullable String userAgent,
      String address) {}

  public Started start(String userId, @Nullable String userAgent, String address) {
    var started = new Started(Ids.next(), Ids.secret());
    var now = clock.instant();
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          DELETE FROM session WHERE id IN (
              SELECT id FROM session WHERE expires_at < ? LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """,
          now);
      handle.execute(
          """
          INSERT INTO session
              (id, secret_hash, user_id, created_at, last_seen_at, expires_at, user_agent, address)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
          started.id(),
          Digest.of(started.secret()),
          userId,
          now,
          now,
          now.plus(ttl),
          shortened(userAgent),
          address);
    });
    return started;
  }

  private static @Nullable String shortened(@Nullable String userAgent) {
    return userAgent == null || userAgent.length() <= USER_AGENT_KEPT
        ? userAgent
        : userAgent.substring(0, USER_AGENT_KEPT);
  }

  private record Row(
      Caller caller,
      boolean mustChangePassword,
      String sessionId,
      Instant lastSeenAt,
      Instant expiresAt,
      boolean ended) {

    static Row read(ResultSet row) throws SQLException {
      return new Row(
          Callers.read(row),
          row.getBoolean("must_change_password"),
          row.getString("session_id"),
          row.getTimestamp("last_seen_at").toInstant(),
          row.getTimestamp("expires_at").toInstant(),
          row.getTimestamp("ended_at") != null);
    }
  }

  private static final String SELECT =
      "SELECT s.id AS session_id, s.last_seen_at, s.expires_at, s.ended_at, u.must_change_password, "
          + Callers.COLUMNS
          + " FROM session s JOIN app_user u ON u.id = s.user_id ";

  /// Whose session it is, and a use of it.
  ///
  /// @return [Forbidden] for a deactivated person, [Unauthenticated] for any other secret that does
  ///   not serve
  Outcome<Authenticated> authenticate(String secret) {
    return used(SELECT + "WHERE s.secret_hash = :value", Digest.of(secret));
  }

  /// As [#authenticate], by the id that whoever asks is known to have a right to.
  Outcome<Authenticated> owner(String sessionId) {
    return used(SELECT + "WHERE s.id = :value", sessionId);
  }

  private Outcome<Authenticated> used(String select, Object value) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(select)
                .bind("value", value)
                .map((row, _) -> Row.read(row))
                .findOne())
        .map(this::use)
        .orElseGet(() -> Outcome.refused(new Unauthenticated("Your session has ended.")));
  }

  private Outcome<Authenticated> use(Row row) {
    var now = clock.instant();
    if (!row.expiresAt().isAfter(now)) {
      return Outcome.refused(new Unauthenticated("Your session has expired."));
    }
    if (!row.caller().active()) {
      return Outcome.refused(new Forbidden("This account is deactivated."));
    }
    if (row.ended()) {
      return Outcome.refused(new Unauthenticated("Your session has ended."));
    }
    var expiresAt = row.expiresAt();
    if (!row.lastSeenAt().plus(WRITTEN_EVERY).isAfter(now)) {
      expiresAt = now.plus(ttl);
      slide(row.sessionId(), now, expiresAt);
    }
    return Outcome.done(
        new Authenticated(
            row.caller(), expiresAt, row.sessionId(), 0, true, row.mustChangePassword()));
  }

  /// Of requests at the same time, one writes.
  private void slide(String sessionId, Instant now, Instant expiresAt) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            UPDATE session SET last_seen_at = ?, expires_at = ?
            WHERE id = ? AND ended_at IS NULL AND last_seen_at <= ?
            """,
            now,
            expiresAt,
            sessionId,
            now.minus(WRITTEN_EVERY)));
  }

  /// When a session ends unless it is used; empty once it has ended.
  Optional<Instant> end(String sessionId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT s.expires_at FROM session s JOIN app_user u ON u.id = s.user_id
                WHERE s.id = :id AND s.ended_at IS NULL AND s.expires_at > :now AND u.active
                """)
            .bind("id", sessionId)
            .bind("now", clock.instant())
            .map((row, _) -> row.getTimestamp("expires_at").toInstant())
            .findOne());
  }

  /// The sessions of a person that go on, the last used first.
  public List<Session> of(String userId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id, created_at, last_seen_at, expires_at, user_agent, address FROM session
                WHERE user_id = :user AND ended_at IS NULL AND expires_at > :now
                ORDER BY last_seen_at DESC, id DESC
                """)
            .bind("user", userId)
            .bind("now", clock.instant())
            .map((row, _) ->
                new Session(
                    row.getString("id"),
                    row.getTimestamp("created_at").toInstant(),
                    row.getTimestamp("last_seen_at").toInstant(),
                    row.getTimestamp("expires_at").toInstant(),
                    row.getString("user_agent"),
                    row.getString("address")))
            .list());
  }

  /// Ends one session of a person.
  ///
  /// @return `false` if they have no such session
  public boolean end(String userId, String sessionId) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            UPDATE session SET ended_at = ?
            WHERE id = ? AND user_id = ? AND ended_at IS NULL AND expires_at > ?
            """,
            clock.instant(),
            sessionId,
            userId,
            clock.instant()))
        == 1;
  }

  /// Ends all sessions and all tokens of a person.
  ///
  /// @param except a session that goes on
  public void endAll(String userId, @Nullable String except) {
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          UPDATE session SET ended_at = ?
          WHERE user_id = ? AND ended_at IS NULL AND id IS DISTINCT FROM ?
          """,
          clock.instant(),
          userId,
          except);
      handle.execute("UPDATE app_user SET token_epoch = token_epoch + 1 WHERE id = ?", userId);
    });
  }
}
