package dev.deskwire.socketio.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/// Identifiers nobody can guess: 15 bytes of a cryptographic generator as 20 characters of
/// base64url, the length the reference's have.
public final class Ids {
  private static final int BYTES = 15;
  private static final int TAG_BYTES = 9;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /// A new identifier: 20 characters of base64url.
  public static String next() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// A short name for an id from which nobody can get back to it: of its SHA-256 the first 72 bits.
  static String tag(String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
