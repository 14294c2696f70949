package dev.deskwire.desk.realtime.websocket;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Bearer;
import dev.deskwire.desk.platform.auth.Credentials;
import dev.deskwire.desk.platform.auth.SessionCookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/// Finds out who opens a native WebSocket: `?ticket=`, else `?token=`, else a bearer token of
/// programs that can send one, else the session cookie; the first that is present decides.
@ApplicationScoped
class NativeSignIn {
  private final Credentials credentials;

  NativeSignIn(Credentials credentials) {
    this.credentials = credentials;
  }

  /// What a request showed, read on the event loop. It never reaches a log: no component is a
  /// credential in plain sight of `toString`.
  static final class Shown {
    private final @Nullable String ticket;
    private final @Nullable String token;
    private final @Nullable String authorization;
    private final @Nullable String cookie;

    private Shown(HttpServerRequest request) {
      ticket = request.getParam("ticket");
      token = request.getParam("token");
      authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
      var session = request.getCookie(SessionCookie.NAME);
      cookie = session == null ? null : session.getValue();
    }

    static Shown of(HttpServerRequest request) {
      return new Shown(request);
    }
  }

  /// Blocks on the database.
  Outcome<Authenticated> check(Shown shown) {
    if (shown.ticket != null) {
      return credentials.byTicket(shown.ticket);
    }
    if (shown.token != null) {
      return credentials.byToken(shown.token);
    }
    if (shown.authorization != null) {
      var bearer = Bearer.of(shown.authorization);
      return bearer == null
          ? Outcome.refused(new Refusal.Unauthenticated("Authorization must be a Bearer token."))
          : credentials.byToken(bearer);
    }
    return shown.cookie == null
        ? Outcome.refused(new Refusal.Unauthenticated("Show a ticket, a token or a session."))
        : credentials.byCookie(shown.cookie);
  }
}
