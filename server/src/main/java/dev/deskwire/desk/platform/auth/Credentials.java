package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What a socket may show to say who it is. Each way answers [Forbidden] for a deactivated person
/// and for one who must choose a password first, and [Unauthenticated] for what is garbage, used or
/// expired. Blocks on the database: call it off the event loops.
@ApplicationScoped
public class Credentials {
  /// How long a [#ticket] may wait to be used (contract, section 2).
  public static final Duration TICKET_LIFE = Duration.ofSeconds(30);

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Sessions sessions;
  private final Tokens tokens;

  Credentials(Jdbi jdbi, InstantSource clock, Sessions sessions, Tokens tokens) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /// The person of a session.
  ///
  /// @param secret the value of the cookie [SessionCookie#NAME]
  public Outcome<Authenticated> byCookie(String secret) {
    return sessions.authenticate(secret).then(Credentials::ready);
  }

  /// The person of a program's token.
  public Outcome<Authenticated> byToken(String jwt) {
    return tokens.authenticate(jwt).then(Credentials::ready);
  }

  private record Lent(
      String userId, @Nullable String sessionId, long epoch, Instant credentialsUntil) {}

  /// Spends `ticket`: of two sockets that show the same, one is let in.
  public Outcome<Authenticated> byTicket(String ticket) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    DELETE FROM ws_ticket WHERE ticket_hash = :hash AND expires_at > :now
                    RETURNING user_id, session_id, token_epoch, credentials_until
                    """)
                .bind("hash", Digest.of(ticket))
                .bind("now", clock.instant())
                .map((row, _) ->
                    new Lent(
                        row.getString("user_id"),
                        row.getString("session_id"),
                        row.getLong("token_epoch"),
                        row.getTimestamp("credentials_until").toInstant()))
                .findOne())
        .map(this::lender)
        .orElseGet(
            () -> Outcome.refused(new Unauthenticated("This ticket is used, expired or unknown.")));
  }

  private Outcome<Authenticated> lender(Lent lent) {
    var sessionId = lent.sessionId();
    var lender =
        sessionId == null
            ? tokens.holder(lent.userId(), lent.epoch(), lent.credentialsUntil())
            : sessions.owner(sessionId);
    return lender.then(Credentials::ready);
  }

  /// A new ticket that lends the credentials of `authenticated` to one socket, once, within
  /// [#TICKET_LIFE].
  public String ticket(Authenticated authenticated) {
    var ticket = Ids.secret();
    var now = clock.instant();
    var userId = authenticated.caller().id();
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          DELETE FROM ws_ticket WHERE ticket_hash IN (
              SELECT ticket_hash FROM ws_ticket WHERE expires_at < ?
              LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """,
          now);
      handle.execute(
          """
          INSERT INTO ws_ticket
              (ticket_hash, user_id, session_id, token_epoch, credentials_until, expires_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
          Digest.of(ticket),
          userId,
          authenticated.sessionId(),
          authenticated.tokenEpoch(),
          authenticated.expiresAt(),
          now.plus(TICKET_LIFE));
    });
    return ticket;
  }

  /// When a sliding session ends now, for a socket whose [Authenticated#expiresAt] has come near.
  ///
  /// @return empty once it has ended
  public Optional<Instant> sessionEnd(String sessionId) {
    return sessions.end(sessionId);
  }

  /// Whether what was shown would still let in at this moment.
  public boolean stillGood(Authenticated shown) {
    var sessionId = shown.sessionId();
    if (sessionId != null) {
      return sessions.owner(sessionId) instanceof Outcome.Done<Authenticated>;
    }
    return shown.expiresAt().isAfter(clock.instant())
        && tokens.holder(shown.caller().id(), shown.tokenEpoch(), shown.expiresAt())
            instanceof Outcome.Done<Authenticated>;
  }

  private static Outcome<Authenticated> ready(Authenticated authenticated) {
    return authenticated.mustChangePassword()
        ? Outcome.refused(new Forbidden("Choose a new password first."))
        : Outcome.done(authenticated);
  }
}
