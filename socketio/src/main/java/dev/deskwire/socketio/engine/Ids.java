package dev.deskwire.socketio.engine;

import java.security.SecureRandom;
import java.util.Base64;

/// Identifiers nobody can guess: 15 bytes of a cryptographic generator as 20 characters of
/// base64url, the length the reference's have.
public final class Ids {
  private static final int BYTES = 15;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  public static String next() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
