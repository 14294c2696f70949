package dev.deskwire.desk.project;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.http.Responses;
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
import org.jboss.resteasy.reactive.RestResponse;
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
    return Responses.ok(projects.list(caller.get(), limit, cursor));
  }

  @GET
  @Path("{id}")
  public RestResponse<Project> get(@PathParam("id") String id) {
    return Responses.ok(projects.get(caller.get(), id));
  }

  @POST
  public RestResponse<Project> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, ProjectBody body) {
    var project = projects.create(caller.get(), key, body).orRefuse();
    return Responses.created("/api/projects", project.id(), project);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public RestResponse<Project> change(@PathParam("id") String id, ProjectBody body) {
    return Responses.ok(projects.change(caller.get(), id, body));
  }

  @DELETE
  @Path("{id}")
  public RestResponse<Void> delete(@PathParam("id") String id) {
    return Responses.noContent(projects.delete(caller.get(), id));
  }

  @GET
  @Path("{id}/members")
  public RestResponse<Page<PersonRef>> members(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return Responses.ok(projects.members(caller.get(), id, limit, cursor));
  }

  @PUT
  @Path("{id}/members/{userId}")
  public RestResponse<Void> addMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(projects.addMember(caller.get(), id, userId));
  }

  @DELETE
  @Path("{id}/members/{userId}")
  public RestResponse<Void> removeMember(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(projects.removeMember(caller.get(), id, userId));
  }
}
