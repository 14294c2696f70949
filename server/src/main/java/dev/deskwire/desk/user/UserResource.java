package dev.deskwire.desk.user;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.Edge;
import dev.deskwire.desk.platform.http.Responses;
import dev.deskwire.desk.user.Invitations.Invitation;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// People over HTTP.
@Path("/api/users")
@RunOnVirtualThread
class UserResource {
  private final CurrentCaller caller;
  private final Users users;
  private final UserAdministration administration;
  private final Invitations invitations;
  private final Edge edge;

  UserResource(
      CurrentCaller caller,
      Users users,
      UserAdministration administration,
      Invitations invitations,
      Edge edge) {
    this.caller = caller;
    this.users = users;
    this.administration = administration;
    this.invitations = invitations;
    this.edge = edge;
  }

  @GET
  public RestResponse<Page<User>> list(
      @QueryParam("q") @Nullable String search,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return RestResponse.ok(users.list(caller.get(), search, limit, cursor).orRefuse());
  }

  @GET
  @Path("{id}")
  public RestResponse<User> get(@PathParam("id") String id) {
    return RestResponse.ok(users.get(caller.get(), id).orRefuse());
  }

  @POST
  public RestResponse<User> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, NewUser body) {
    var user = administration.create(caller.get(), key, body).orRefuse();
    return Responses.created("/api/users", user.id(), user);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public RestResponse<User> change(@PathParam("id") String id, ChangeUser body) {
    return RestResponse.ok(administration.change(caller.get(), id, body).orRefuse());
  }

  @DELETE
  @Path("{id}")
  public RestResponse<Void> deactivate(@PathParam("id") String id) {
    administration.deactivate(caller.get(), id).orRefuse();
    return RestResponse.noContent();
  }

  @POST
  @Path("{id}/invite")
  public RestResponse<Invitation> invite(@PathParam("id") String id, HttpServerRequest request) {
    return RestResponse.ok(invitations.invite(caller.get(), id, edge.baseUrl(request)).orRefuse());
  }
}
