package dev.deskwire.desk.platform.auth;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Invalid;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Passwords, kept as argon2id. Hashing takes some 50 ms of one core and 19 MiB, so only as many
/// run at once as there are cores; call it off the event loops and outside of transactions. Safe
/// for any thread.
@ApplicationScoped
public class Passwords {
  /// OWASP Password Storage Cheat Sheet, "Argon2id": at least 8 characters with a second factor,
  /// more without; long enough for any phrase, and bounded, as the caller chooses how much is
  /// hashed.
  static final int MIN_LENGTH = 10;

  static final int MAX_LENGTH = 128;

  /// OWASP Password Storage Cheat Sheet: "19 MiB of memory, an iteration count of 2, and 1 degree
  /// of parallelism".
  private static final int MEMORY_KIB = 19 * 1024;

  private static final int ITERATIONS = 2;
  private static final int PARALLELISM = 1;
  private static final int HASH_BYTES = 32;

  /// RFC 9106, section 3.1: 16 bytes are recommended for passwords.
  private static final int SALT_BYTES = 16;

  /// Without the letters and digits that look alike.
  private static final String GENERATED_FROM = "abcdefghijkmnpqrstuvwxyz23456789";

  /// Five bits each: 100 bits.
  private static final int GENERATED_LENGTH = 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Argon2Function argon2 =
      Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_BYTES, Argon2.ID);
  private final Semaphore cores = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
  private final String nobodys = hashed(generate());

  /// Whether `password` may be chosen.
  ///
  /// @param field the name of the value in the body
  public Outcome<String> chosen(String field, @Nullable String password) {
    int length = password == null ? 0 : password.codePointCount(0, password.length());
    return password != null && length >= MIN_LENGTH && length <= MAX_LENGTH
        ? Outcome.done(password)
        : Outcome.refused(
            new Invalid(
                field,
                "A password has %d to %d characters; this one has %d."
                    .formatted(MIN_LENGTH, MAX_LENGTH, length)));
  }

  public String hash(String password) {
    return oneACore(() -> hashed(password));
  }

  private String hashed(String password) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return argon2.hash(password.getBytes(StandardCharsets.UTF_8), salt).getResult();
  }

  /// Whether `password` is the one behind `hash`. A wrong password, a person without one and nobody
  /// at all take the same time.
  ///
  /// @param hash `null` if there is no such person, or they have no password
  public boolean matches(@Nullable String password, @Nullable String hash) {
    boolean possible =
        password != null && password.codePointCount(0, password.length()) <= MAX_LENGTH;
    var tried = possible ? password : "";
    var against = hash == null ? nobodys : hash;
    boolean equal =
        oneACore(() -> Argon2Function.getInstanceFromHash(against).check(tried, against));
    return equal && possible && hash != null;
  }

  /// A password that the desk makes up, to be typed once.
  public static String generate() {
    return RANDOM
        .ints(GENERATED_LENGTH, 0, GENERATED_FROM.length())
        .mapToObj(GENERATED_FROM::charAt)
        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
        .toString();
  }

  private <T> T oneACore(Supplier<T> work) {
    cores.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      cores.release();
    }
  }
}
