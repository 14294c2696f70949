package dev.deskwire.socketio.engine;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cookie with the session's id, for balancers that keep a client at one node by it. Only the
/// first answer of a session on long-polling carries it.
///
/// @param domain whose hosts get it; only this one when absent
/// @param maxAge how long the browser keeps it; until it is closed when absent
public record SessionCookie(
    String name,
    String path,
    @Nullable String domain,
    boolean httpOnly,
    boolean secure,
    SameSite sameSite,
    @Nullable Duration maxAge) {
  /// Which pages' requests carry the cookie.
  public enum SameSite {
    /// Only pages of the same site.
    STRICT("Strict"),

    /// Pages of the same site, and whoever follows a link to it; the default of the reference.
    LAX("Lax"),
    /// Pages of other sites, too; browsers want such a cookie to be secure.
    NONE("None");

    private final String text;

    SameSite(String text) {
      this.text = text;
    }
  }

  /// The reference's defaults: for the whole site and out of reach of scripts.
  public static SessionCookie named(String name) {
    return new SessionCookie(name, "/", null, true, false, SameSite.LAX, null);
  }

  String with(String sessionId) {
    var cookie = new StringBuilder().append(name).append('=').append(sessionId);
    if (maxAge != null) {
      cookie.append("; Max-Age=").append(maxAge.toSeconds());
    }
    if (domain != null) {
      cookie.append("; Domain=").append(domain);
    }
    cookie.append("; Path=").append(path);
    if (httpOnly) {
      cookie.append("; HttpOnly");
    }
    if (secure) {
      cookie.append("; Secure");
    }
    return cookie.append("; SameSite=").append(sameSite.text).toString();
  }
}
