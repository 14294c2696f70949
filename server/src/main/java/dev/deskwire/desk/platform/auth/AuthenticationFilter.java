package dev.deskwire.desk.platform.auth;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Outcome.Done;
import dev.deskwire.desk.platform.Outcome.Refused;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.platform.http.Problem;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Works out who calls: `Authorization: Bearer` decides if it is there, else the session cookie;
/// and turns strangers away, but from the calls that are [WithoutSigningIn].
///
/// It runs where the resource runs, so it may block.
class AuthenticationFilter {
  private final CurrentCaller current;
  private final Sessions sessions;
  private final Tokens tokens;

  AuthenticationFilter(CurrentCaller current, Sessions sessions, Tokens tokens) {
    this.current = current;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /// Notes who calls, and stops somebody who must choose a password first.
  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  Optional<RestResponse<Problem>> authenticate(
      ContainerRequestContext request, ResourceInfo resource) {
    var outcome = authentication(request);
    if (outcome != null) {
      current.set(outcome);
    }
    if (!resource.getResourceMethod().isAnnotationPresent(WithoutSigningIn.class)) {
      var _ = current.get();
    }
    boolean barred =
        outcome instanceof Done<Authenticated>(var authenticated)
            && authenticated.mustChangePassword()
            && !resource.getResourceMethod().isAnnotationPresent(WhilePasswordMustChange.class);
    return barred ? Optional.of(passwordChangeRequired()) : Optional.empty();
  }

  /// Whom the credentials of the request prove, or `null` if it shows none.
  private @Nullable Outcome<Authenticated> authentication(ContainerRequestContext request) {
    var token = Bearer.of(request.getHeaderString(HttpHeaders.AUTHORIZATION));
    if (token != null) {
      return overHttp(tokens.authenticate(token));
    }
    var cookie = request.getCookies().get(SessionCookie.NAME);
    return cookie == null ? null : overHttp(sessions.authenticate(cookie.getValue()));
  }

  /// HTTP tells a deactivated person what it tells everyone whose credentials have ended: 401.
  private static Outcome<Authenticated> overHttp(Outcome<Authenticated> outcome) {
    return outcome instanceof Refused<Authenticated>(Forbidden(var why))
        ? Outcome.refused(new Unauthenticated(why))
        : outcome;
  }

  private static RestResponse<Problem> passwordChangeRequired() {
    var problem =
        Problem.of(
            403,
            "Forbidden",
            "Choose a new password first: POST /api/auth/password.",
            "password_change_required");
    return RestResponse.ResponseBuilder.<Problem>create(problem.status())
        .entity(problem)
        .type(Problem.MEDIA_TYPE)
        .build();
  }
}
