package dev.deskwire.desk.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Authenticated;
import dev.deskwire.desk.platform.auth.Bearer;
import dev.deskwire.desk.platform.auth.Credentials;
import dev.deskwire.desk.platform.auth.SessionCookie;
import dev.deskwire.socketio.Handshake;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Finds out who a socket is, from what it showed: `auth.token` of CONNECT, else a bearer token,
/// else the session cookie; the first that is present decides.
@ApplicationScoped
class SocketSignIn {
  /// Close codes of the contract, section 5, sent as `data.code` of a `connect_error` too.
  static final int EXPIRED = Ending.EXPIRED.code();

  static final int FORBIDDEN = Ending.FORBIDDEN.code();

  private final Credentials credentials;

  SocketSignIn(Credentials credentials) {
    this.credentials = credentials;
  }

  /// @return empty when the client showed nothing yet
  Optional<Outcome<Authenticated>> atConnect(Handshake handshake) {
    var token = handshake.auth().path("token");
    if (!token.isMissingNode() && !token.isNull()) {
      return Optional.of(credentials.byToken(token.asText()));
    }
    var authorization = handshake.headers().get("authorization");
    if (authorization != null) {
      var bearer = Bearer.of(authorization);
      return Optional.of(
          bearer == null
              ? Outcome.refused(
                  new Refusal.Unauthenticated("Authorization must be a Bearer token."))
              : credentials.byToken(bearer));
    }
    return cookie(handshake).map(credentials::byCookie);
  }

  private static Optional<String> cookie(Handshake handshake) {
    var header = handshake.headers().get("cookie");
    if (header == null) {
      return Optional.empty();
    }
    return ServerCookieDecoder.LAX.decodeAll(header).stream()
        .filter(cookie -> cookie.name().equals(SessionCookie.NAME))
        .map(cookie -> cookie.value())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /// From the payload of `authenticate`: `{token}` or `{ticket}`, and perhaps a `userId`, which
  /// must then be theirs.
  Outcome<Authenticated> fromEvent(JsonNode payload) {
    return shown(payload)
        .then(authenticated -> {
          var userId = payload.path("userId");
          boolean theirs =
              userId.isMissingNode()
                  || userId.isNull()
                  || userId.asText().equals(authenticated.caller().id());
          return theirs
              ? Outcome.done(authenticated)
              : Outcome.refused(
                  new Refusal.Forbidden("These credentials are not those of this userId."));
        });
  }

  private Outcome<Authenticated> shown(JsonNode payload) {
    if (payload.path("token").isTextual()) {
      return credentials.byToken(payload.path("token").asText());
    }
    if (payload.path("ticket").isTextual()) {
      return credentials.byTicket(payload.path("ticket").asText());
    }
    return Outcome.refused(
        new Refusal.Malformed("token", "authenticate takes {token} or {ticket}"));
  }
}
