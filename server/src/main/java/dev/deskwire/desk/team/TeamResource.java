package dev.deskwire.desk.team;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.http.Responses;
import dev.deskwire.desk.team.Teams.TeamBody;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Teams over HTTP.
@Path("/api/teams")
@RunOnVirtualThread
class TeamResource {
  private final CurrentCaller caller;
  private final Teams teams;

  TeamResource(CurrentCaller caller, Teams teams) {
    this.caller = caller;
    this.teams = teams;
  }

  @GET
  public RestResponse<Page<Team>> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    return Responses.ok(teams.list(caller.get(), limit, cursor));
  }

  @GET
  @Path("{id}")
  public RestResponse<Team> get(@PathParam("id") String id) {
    return Responses.ok(teams.get(caller.get(), id));
  }

  @POST
  public RestResponse<Team> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, TeamBody body) {
    var team = teams.create(caller.get(), key, body).orRefuse();
    return Responses.created("/api/teams", team.id(), team);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public RestResponse<Team> change(@PathParam("id") String id, TeamBody body) {
    return Responses.ok(teams.change(caller.get(), id, body));
  }

  @DELETE
  @Path("{id}")
  public RestResponse<Void> delete(@PathParam("id") String id) {
    return Responses.noContent(teams.delete(caller.get(), id));
  }

  @GET
  @Path("{id}/members")
  public RestResponse<Page<PersonRef>> members(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return Responses.ok(teams.members(caller.get(), id, limit, cursor));
  }

  @PUT
  @Path("{id}/members/{userId}")
  public RestResponse<Void> addMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(teams.addMember(caller.get(), id, userId));
  }

  @DELETE
  @Path("{id}/members/{userId}")
  public RestResponse<Void> removeMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(teams.removeMember(caller.get(), id, userId));
  }
}
