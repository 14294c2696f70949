package dev.deskwire.desk.platform.auth;

import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;

/// The cookie of a signed-in browser.
public final class SessionCookie {
  public static final String NAME = "desk_session";

  /// The longest that browsers keep a cookie (RFC 6265bis). When a session ends is for [Sessions]
  /// to say, which moves the end with use; the cookie merely must not go first.
  private static final Duration KEPT = Duration.ofDays(400);

  private SessionCookie() {}

  /// The cookie that holds `secret`.
  ///
  /// @param secure whether the browser may send it by https alone
  public static NewCookie of(String secret, boolean secure) {
    return cookie(secret, secure, (int) KEPT.toSeconds());
  }

  /// Makes the browser forget the cookie.
  public static NewCookie gone(boolean secure) {
    return cookie("", secure, 0);
  }

  private static NewCookie cookie(String value, boolean secure, int maxAge) {
    return new NewCookie.Builder(NAME)
        .value(value)
        .path("/")
        .httpOnly(true)
        .sameSite(NewCookie.SameSite.LAX)
        .secure(secure)
        .maxAge(maxAge)
        .build();
  }
}
