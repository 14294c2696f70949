package dev.deskwire.desk.platform;

import com.github.f4b6a3.ulid.UlidCreator;
import java.security.SecureRandom;
import java.util.Base64;

/// New identifiers and secrets. Safe for any thread.
public final class Ids {
  /// 256 bits: beyond guessing for a secret that lives for days.
  private static final int SECRET_BYTES = 32;

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /// An opaque id that sorts by the time of its making (a monotonic ULID).
  public static String next() {
    return UlidCreator.getMonotonicUlid().toString();
  }

  /// A secret for a URL or a cookie: 43 characters of base64url.
  public static String secret() {
    var bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
