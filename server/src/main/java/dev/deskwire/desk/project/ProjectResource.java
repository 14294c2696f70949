package dev.deskwire.desk.project;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.project.Projects.ProjectBody;
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
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

/// Projects over HTTP.
@Path("/api/projects")
@RunOnVirtualThread
class ProjectResource {
  private final CurrentCaller caller;
  private final Projects projects;

  ProjectResource(CurrentCaller caller, Projects projects) {
    this.caller = caller;
    this.projects = projects;
  }

  @GET
  public RestResponse<Page<Project>> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    return RestResponse.ok(projects.list(caller.get(), limit, cursor).orRefuse());
  }

  @GET
  @Path("{id}")
  public RestResponse<Project> get(@PathParam("id") String id) {
    return RestResponse.ok(projects.get(caller.get(), id).orRefuse());
  }

  @POST
  public RestResponse<Project> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, ProjectBody body) {
    var project = projects.create(caller.get(), key, body).orRefuse();
    return ResponseBuilder.<Project>created(URI.create("/api/projects/" + project.id()))
        .entity(project)
        .build();
  }

  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public RestResponse<Project> change(@PathParam("id") String id, ProjectBody body) {
    return RestResponse.ok(projects.change(caller.get(), id, body).orRefuse());
  }

  @DELETE
  @Path("{id}")
  public RestResponse<Void> delete(@PathParam("id") String id) {
    projects.delete(caller.get(), id).orRefuse();
    return RestResponse.noContent();
  }

  @GET
  @Path("{id}/members")
  public RestResponse<Page<PersonRef>> members(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return RestResponse.ok(projects.members(caller.get(), id, limit, cursor).orRefuse());
  }

  @PUT
  @Path("{id}/members/{userId}")
  public RestResponse<Void> addMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    projects.addMember(caller.get(), id, userId).orRefuse();
    return RestResponse.noContent();
  }

  @DELETE
  @Path("{id}/members/{userId}")
  public RestResponse<Void> removeMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    projects.removeMember(caller.get(), id, userId).orRefuse();
    return RestResponse.noContent();
  }
}
