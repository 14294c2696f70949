package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.TooMany;
import dev.deskwire.desk.platform.auth.Digest;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Bounds how often a password may be guessed: for each e-mail that was tried, whether somebody has
/// it or not, and for each address. The counts stand in the database, so that a restart or another
/// node forgets nothing.
///
/// A try is written down before the password is looked at and struck out when it was right, so that
/// a hundred tries at once count as a hundred.
@ApplicationScoped
class LoginLimits {
  /// Spaces of advisory locks: those of e-mails are always taken before those of addresses.
  private static final int EMAIL_LOCKS = 0x6c6f6731;

  private static final int ADDRESS_LOCKS = 0x6c6f6732;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings.Limits limits;

  LoginLimits(Jdbi jdbi, InstantSource clock, Settings settings) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.limits = settings.limits();
  }

  /// Counts a try, or refuses it.
  @Transactional
  public Outcome<String> admit(String email, String address) {
    var now = clock.instant();
    var since = now.minus(limits.loginWindow());
    var hash = hash(email);
    return jdbi.withHandle(handle -> {
      lock(handle, EMAIL_LOCKS, hash);
      lock(handle, ADDRESS_LOCKS, Digest.of(address));
      forget(handle, since);
      var blocking =
          nth(handle, "email_hash", hash, since, limits.loginFailuresPerAccount())
              .or(() -> nth(handle, "address", address, since, limits.loginFailuresPerAddress()));
      if (blocking.isPresent()) {
        var wait = Duration.between(since, blocking.get()).plusSeconds(1);
        return Outcome.refused(new TooMany(wait));
      }
      var id = Ids.next();
      handle.execute(
          "INSERT INTO login_attempt (id, email_hash, address, at) VALUES (?, ?, ?, ?)",
          id,
          hash,
          address,
          now);
      return Outcome.done(id);
    });
  }

  /// The password was right: the e-mail starts over.
  public void succeeded(String email) {
    jdbi.useHandle(
        handle -> handle.execute("DELETE FROM login_attempt WHERE email_hash = ?", hash(email)));
  }

  /// When the `n`th latest try was, which must leave the window before there may be another.
  private static Optional<Instant> nth(
      Handle handle, String column, Object value, Instant since, int n) {
    return handle
        .createQuery(
            "SELECT at FROM login_attempt WHERE "
                + column
                + " = :value AND at > :since ORDER BY at DESC OFFSET :skipped LIMIT 1")
        .bind("value", value)
        .bind("since", since)
        .bind("skipped", n - 1)
        .map((row, _) -> row.getTimestamp("at").toInstant())
        .findOne();
  }

  private static void forget(Handle handle, Instant before) {
    handle.execute(
        """
        DELETE FROM login_attempt WHERE id IN (
            SELECT id FROM login_attempt WHERE at <= ? LIMIT 1000 FOR UPDATE SKIP LOCKED)
        """,
        before);
  }

  private static void lock(Handle handle, int space, byte[] hash) {
    handle.execute("SELECT pg_advisory_xact_lock(?, ?)", space, ByteBuffer.wrap(hash).getInt());
  }

  private static byte[] hash(String email) {
    return Digest.of(email.strip().toLowerCase(Locale.ROOT));
  }
}
