package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.Credentials;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.Edge;
import dev.deskwire.desk.platform.auth.SessionCookie;
import dev.deskwire.desk.platform.auth.Sessions;
import dev.deskwire.desk.platform.auth.Tokens;
import dev.deskwire.desk.platform.auth.WhilePasswordMustChange;
import dev.deskwire.desk.platform.auth.WithoutSigningIn;
import dev.deskwire.desk.user.Invitations.Acceptance;
import dev.deskwire.desk.user.OwnAccount.PasswordChange;
import dev.deskwire.desk.user.SignIn.Attempt;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import java.time.Instant;
import java.util.Objects;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// Signing in and out over HTTP.
@Path("/api/auth")
@RunOnVirtualThread
class AuthResource {
  private final CurrentCaller caller;
  private final SignIn signIn;
  private final OwnAccount own;
  private final Invitations invitations;
  private final Sessions sessions;
  private final Tokens tokens;
  private final Credentials credentials;
  private final Edge edge;

  AuthResource(
      CurrentCaller caller,
      SignIn signIn,
      OwnAccount own,
      Invitations invitations,
      Sessions sessions,
      Tokens tokens,
      Credentials credentials,
      Edge edge) {
    this.caller = caller;
    this.signIn = signIn;
    this.own = own;
    this.invitations = invitations;
    this.sessions = sessions;
    this.tokens = tokens;
    this.credentials = credentials;
    this.edge = edge;
  }

  /// The answer to a sign-in.
  record SignedIn(Account user) {}

  /// The answer to `me`.
  record Me(Account user, Instant expiresAt) {}

  /// A token for a program.
  record AccessToken(String accessToken, long expiresIn) {}

  /// A one-time secret for a WebSocket's URL.
  record SocketTicket(String ticket, long expiresIn) {}

  /// The answer to an accepted invitation.
  record Accepted(User user) {}

  /// One of the caller's sessions.
  ///
  /// @param current whether it is the one that asks
  record SessionView(
      String id,
      Instant createdAt,
      Instant lastSeenAt,
      Instant expiresAt,
      @Nullable String userAgent,
      String address,
      boolean current) {}

  @POST
  @Path("login")
  @WhilePasswordMustChange
  @WithoutSigningIn
  public RestResponse<SignedIn> login(Attempt attempt, HttpServerRequest request) {
    var address = edge.address(request);
    var account = signIn.signIn(attempt, address).orRefuse();
    var session = sessions.start(account.id(), request.getHeader(HttpHeaders.USER_AGENT), address);
    return ResponseBuilder.ok(new SignedIn(account))
        .cookie(SessionCookie.of(session.secret(), edge.secure(request)))
        .build();
  }

  @POST
  @Path("token")
  @WhilePasswordMustChange
  @WithoutSigningIn
  public RestResponse<AccessToken> token(Attempt attempt, HttpServerRequest request) {
    var account = signIn.signIn(attempt, edge.address(request)).orRefuse();
    return RestResponse.ok(new AccessToken(tokens.issue(account.id()), tokens.life().toSeconds()));
  }

  @POST
  @Path("ws-ticket")
  public RestResponse<SocketTicket> socketTicket() {
    return RestResponse.ok(
        new SocketTicket(
            credentials.ticket(caller.authenticated()), Credentials.TICKET_LIFE.toSeconds()));
  }

  /// Ends the session, if there still is one: to be signed out is no error.
  @POST
  @Path("logout")
  @WhilePasswordMustChange
  @WithoutSigningIn
  public RestResponse<Void> logout(HttpServerRequest request) {
    caller
        .signedIn()
        .ifPresent(self -> {
          if (self.sessionId() != null) {
            own.endSession(self.caller(), self.sessionId());
          }
        });
    return ResponseBuilder.<Void>noContent().cookie(goneCookie(request)).build();
  }

  @GET
  @Path("me")
  @WhilePasswordMustChange
  public RestResponse<Me> me() {
    var self = caller.authenticated();
    return RestResponse.ok(new Me(own.account(self), self.expiresAt()));
  }

  @GET
  @Path("sessions")
  public RestResponse<Page<SessionView>> sessions() {
    var self = caller.authenticated();
    var views =
        sessions.of(self.caller().id()).stream()
            .map(session ->
                new SessionView(
                    session.id(),
                    session.createdAt(),
                    session.lastSeenAt(),
                    session.expiresAt(),
                    session.userAgent(),
                    session.address(),
                    session.id().equals(self.sessionId())))
            .toList();
    return RestResponse.ok(new Page<>(views, null));
  }

  @DELETE
  @Path("sessions/{id}")
  public RestResponse<Void> endSession(@PathParam("id") String id, HttpServerRequest request) {
    var self = caller.authenticated();
    own.endSession(self.caller(), id).orRefuse();
    var answer = ResponseBuilder.<Void>noContent();
    return Objects.equals(id, self.sessionId())
        ? answer.cookie(goneCookie(request)).build()
        : answer.build();
  }

  @POST
  @Path("password")
  @WhilePasswordMustChange
  public RestResponse<Void> changePassword(PasswordChange change, HttpServerRequest request) {
    own.changePassword(caller.authenticated(), change, edge.address(request)).orRefuse();
    return RestResponse.noContent();
  }

  @POST
  @Path("accept")
  @WhilePasswordMustChange
  @WithoutSigningIn
  public RestResponse<Accepted> accept(Acceptance acceptance) {
    return RestResponse.ok(new Accepted(invitations.accept(acceptance).orRefuse()));
  }

  private NewCookie goneCookie(HttpServerRequest request) {
    return SessionCookie.gone(edge.secure(request));
  }
}
