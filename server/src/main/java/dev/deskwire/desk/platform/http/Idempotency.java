package dev.deskwire.desk.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.Transactional;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Makes a creating call happen once per `Idempotency-Key`, across retries, double clicks and a
/// crash between commit and answer: the key and the answer are rows of the transaction that
/// creates.
@ApplicationScoped
public class Idempotency {
  /// How long a key is remembered (contract, section 2).
  static final Duration KEPT = Duration.ofHours(24);

  private static final int MAX_KEY_LENGTH = 255;

  private final Jdbi jdbi;
  private final ObjectMapper json;
  private final InstantSource clock;
  private final TransactionManager transactions;

  Idempotency(Jdbi jdbi, ObjectMapper json, InstantSource clock, TransactionManager transactions) {
    this.jdbi = jdbi;
    this.json = json;
    this.clock = clock;
    this.transactions = transactions;
  }

  /// Runs `create`, or answers what it answered the first time under this key.
  ///
  /// A second call under the key waits for the first one's transaction. A refusal is not kept: the
  /// caller may correct the request and use the key again.
  ///
  /// @param key the header's value; `null` runs `create` unguarded
  /// @param call the method and path, such as `POST /api/tickets`
  /// @param request what was asked; the same key with another request is refused
  @Transactional
  public <T> Outcome<T> once(
      Caller caller,
      @Nullable String key,
      String call,
      Object request,
      Class<T> type,
      Supplier<Outcome<T>> create) {
    if (key == null) {
      return create.get();
    }
    if (key.isBlank() || key.length() > MAX_KEY_LENGTH) {
      return Outcome.refused(
          new Refusal.Malformed(
              "Idempotency-Key",
              "Idempotency-Key must have 1 to " + MAX_KEY_LENGTH + " characters"));
    }
    var fingerprint = fingerprint(call, request);
    if (!claim(caller, key, fingerprint)) {
      return replay(caller, key, fingerprint, type);
    }
    return switch (create.get()) {
      case Outcome.Done<T>(var value) -> {
        remember(caller, key, value);
        yield Outcome.done(value);
      }
      case Outcome.Refused<T> refused -> {
        forget();
        yield refused;
      }
    };
  }

  private boolean claim(Caller caller, String key, String fingerprint) {
    var now = clock.instant();
    return jdbi.withHandle(handle -> {
      handle.execute(
          """
          DELETE FROM idempotency WHERE (user_id, key) IN (
              SELECT user_id, key FROM idempotency WHERE created_at < ?
              LIMIT 1000 FOR UPDATE SKIP LOCKED)
          """,
          now.minus(KEPT));
      return handle.execute(
              """
              INSERT INTO idempotency (user_id, key, fingerprint, created_at)
              VALUES (?, ?, ?, ?)
              ON CONFLICT DO NOTHING
              """,
              caller.id(),
              key,
              fingerprint,
              now)
          == 1;
    });
  }

  private record Kept(String fingerprint, String answer) {}

  private <T> Outcome<T> replay(Caller caller, String key, String fingerprint, Class<T> type) {
    var kept =
        jdbi.withHandle(handle ->
            handle
                .select(
                    "SELECT fingerprint, answer FROM idempotency WHERE user_id = ? AND key = ?",
                    caller.id(),
                    key)
                .map((row, _) -> new Kept(row.getString("fingerprint"), row.getString("answer")))
                .one());
    if (!kept.fingerprint().equals(fingerprint)) {
      return Outcome.refused(
          new Refusal.Invalid(
              "Idempotency-Key", "Idempotency-Key was used for another request; send a new key"));
    }
    try {
      return Outcome.done(json.readValue(kept.answer(), type));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remember(Caller caller, String key, Object value) {
    var answer = write(value);
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE idempotency SET answer = ? WHERE user_id = ? AND key = ?",
            answer,
            caller.id(),
            key));
  }

  /// Lets the claimed key go together with the refused transaction.
  private void forget() {
    try {
      transactions.setRollbackOnly();
    } catch (SystemException e) {
      throw new IllegalStateException(e);
    }
  }

  private String fingerprint(String call, Object request) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(call.getBytes(StandardCharsets.UTF_8));
      digest.update(write(request).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String write(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
