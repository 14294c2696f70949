package dev.deskwire.desk.platform.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The form in which the database knows a random secret. A plain SHA-256 is enough for 256 random
/// bits, which nobody can guess; passwords need [Passwords].
public final class Digest {
  private Digest() {}

  public static byte[] of(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
