package dev.deskwire.socketio.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cookie with the session's id, for balancers that keep a client at one node by it. Only the
/// first answer of a session on long-polling carries it.
///
/// @param maxAge how long the browser keeps it; until it is closed when absent
public record SessionCookie(
    String name, String path, boolean httpOnly, boolean secure, @Nullable Duration maxAge) {
  /// The reference's defaults: for the whole site and out of reach of scripts.
  public static SessionCookie named(String name) {
    return new SessionCookie(name, "/", true, false, null);
  }

  String with(String sessionId) {
    var cookie = new StringBuilder().append(name).append('=').append(sessionId);
    if (maxAge != null) {
      cookie.append("; Max-Age=").append(maxAge.toSeconds());
    }
    cookie.append("; Path=").append(path);
    if (httpOnly) {
      cookie.append("; HttpOnly");
    }
    if (secure) {
      cookie.append("; Secure");
    }
    return cookie.append("; SameSite=Lax").toString();
  }
}
