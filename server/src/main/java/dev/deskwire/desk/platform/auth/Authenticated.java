package dev.deskwire.desk.platform.auth;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Somebody who has proved who they are, and for how long that holds.
///
/// @param expiresAt when the credentials end, unless `sliding`
/// @param sessionId the session whose cookie it was, `null` for a token
/// @param tokenEpoch what a token names, which ends when the person's moves on; 0 for a cookie
/// @param sliding whether use moves the end: read it again with [Credentials#sessionEnd]
/// @param mustChangePassword whether nothing is allowed but to choose another password
public record Authenticated(
    Caller caller,
    Instant expiresAt,
    @Nullable String sessionId,
    long tokenEpoch,
    boolean sliding,
    boolean mustChangePassword) {

  /// Whether ending the session `ended` (all of them and all tokens, if `null`) but `except` ends
  /// these credentials.
  public boolean endsWith(@Nullable String ended, @Nullable String except) {
    return ended == null ? sessionId == null || !sessionId.equals(except) : ended.equals(sessionId);
  }
}
