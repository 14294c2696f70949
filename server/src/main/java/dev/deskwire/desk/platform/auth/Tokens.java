package dev.deskwire.desk.platform.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Short JWTs for programs, signed with HS256. A token ends by itself after [#life], and at once
/// when its person is deactivated, changes their password or ends all sessions: it names the
/// person's `token_epoch`, and that has then moved on. Safe for any thread.
@ApplicationScoped
public class Tokens {
  private static final String EPOCH = "epoch";

  /// HS256 wants a key of 256 bits (RFC 7518, section 3.2). HMAC itself fills a shorter one with
  /// zeros (RFC 2104), so filling it here changes no signature.
  private static final int KEY_BYTES = 32;

  private final Jdbi jdbi;
  private final InstantSource clock;
  private final Settings settings;
  private final Secrets secrets;
  private volatile byte @Nullable [] key;

  Tokens(Jdbi jdbi, InstantSource clock, Settings settings, Secrets secrets) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.settings = settings;
    this.secrets = secrets;
  }

  /// How long a token serves.
  public Duration life() {
    return settings.tokenTtl();
  }

  /// A token for `userId`, good for [#life] from now.
  public String issue(String userId) {
    var now = clock.instant();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(userId)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(life())))
            .jwtID(Ids.next())
            .claim(EPOCH, epoch(userId))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(new MACSigner(key()));
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
    return token.serialize();
  }

  int epoch(String userId) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT token_epoch FROM app_user WHERE id = ?", userId)
            .mapTo(Integer.class)
            .one());
  }

  private record Claims(String userId, long epoch, Instant expiresAt) {}

  /// Whose token it is.
  ///
  /// @return [Forbidden] for a deactivated person, [Unauthenticated] for any other token that does
  ///   not serve
  Outcome<Authenticated> authenticate(String token) {
    Claims claims;
    try {
      claims = verified(token);
    } catch (ParseException | JOSEException e) {
      return Outcome.refused(unauthenticated("This token is not valid."));
    }
    if (claims == null) {
      return Outcome.refused(unauthenticated("This token is not valid."));
    }
    if (!claims.expiresAt().isAfter(clock.instant())) {
      return Outcome.refused(unauthenticated("This token has expired."));
    }
    return holder(claims.userId(), claims.epoch(), claims.expiresAt());
  }

  /// The person whose tokens of `epoch` hold until `expiresAt`.
  Outcome<Authenticated> holder(String userId, long epoch, Instant expiresAt) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT u.token_epoch, u.must_change_password, "
                        + Callers.COLUMNS
                        + " FROM app_user u WHERE u.id = :id")
                .bind("id", userId)
                .map((row, _) ->
                    holder(
                        new Authenticated(
                            Callers.read(row),
                            expiresAt,
                            null,
                            epoch,
                            false,
                            row.getBoolean("must_change_password")),
                        row.getLong("token_epoch") == epoch))
                .findOne())
        .orElseGet(() -> Outcome.refused(unauthenticated("This token is not valid.")));
  }

  private static Outcome<Authenticated> holder(Authenticated holder, boolean current) {
    if (!holder.caller().active()) {
      return Outcome.refused(new Forbidden("This account is deactivated."));
    }
    return current
        ? Outcome.done(holder)
        : Outcome.refused(unauthenticated("This token was revoked."));
  }

  /// What `token` says, or `null` for one that this desk did not sign
  private @Nullable Claims verified(String token) throws ParseException, JOSEException {
    var jwt = SignedJWT.parse(token); // an unsigned one ("alg": "none") does not parse
    if (!JWSAlgorithm.HS256.equals(jwt.getHeader().getAlgorithm())
        || !jwt.verify(new MACVerifier(key()))) {
      return null;
    }
    var claims = jwt.getJWTClaimsSet();
    var subject = claims.getSubject();
    var expiry = claims.getExpirationTime();
    var epoch = claims.getLongClaim(EPOCH);
    return subject == null || expiry == null || epoch == null
        ? null
        : new Claims(subject, epoch, expiry.toInstant());
  }

  private static Refusal unauthenticated(String why) {
    return new Unauthenticated(why);
  }

  /// Read at the first use, when the database has its tables.
  private byte[] key() {
    var known = key;
    if (known == null) {
      var configured = settings.jwtSecret();
      var secret = configured != null ? configured : secrets.named("jwt");
      var bytes = secret.getBytes(StandardCharsets.UTF_8);
      known = bytes.length < KEY_BYTES ? Arrays.copyOf(bytes, KEY_BYTES) : bytes;
      key = known;
    }
    return known;
  }
}
