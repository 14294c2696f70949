package dev.deskwire.desk.queue;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.http.Responses;
import dev.deskwire.desk.queue.Queues.QueueBody;
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

/// Queues over HTTP.
@Path("/api/queues")
@RunOnVirtualThread
class QueueResource {
  private final CurrentCaller caller;
  private final Queues queues;

  QueueResource(CurrentCaller caller, Queues queues) {
    this.caller = caller;
    this.queues = queues;
  }

  @GET
  public RestResponse<Page<Queue>> list(
      @QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
    return Responses.ok(queues.list(caller.get(), limit, cursor));
  }

  @GET
  @Path("{id}")
  public RestResponse<Queue> get(@PathParam("id") String id) {
    return Responses.ok(queues.get(caller.get(), id));
  }

  @POST
  public RestResponse<Queue> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, QueueBody body) {
    var queue = queues.create(caller.get(), key, body).orRefuse();
    return Responses.created("/api/queues", queue.id(), queue);
  }

  @PATCH
  @Path("{id}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  public RestResponse<Queue> change(@PathParam("id") String id, QueueBody body) {
    return Responses.ok(queues.change(caller.get(), id, body));
  }

  @DELETE
  @Path("{id}")
  public RestResponse<Void> delete(@PathParam("id") String id) {
    return Responses.noContent(queues.delete(caller.get(), id));
  }

  @GET
  @Path("{id}/watchers")
  public RestResponse<Page<PersonRef>> watchers(
      @PathParam("id") String id,
      @QueryParam("limit") @Nullable Integer limit,
      @QueryParam("cursor") @Nullable String cursor) {
    return Responses.ok(queues.watchers(caller.get(), id, limit, cursor));
  }

  @PUT
  @Path("{id}/watchers/{userId}")
  public RestResponse<Void> watch(@PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(queues.watch(caller.get(), id, userId));
  }

  @DELETE
  @Path("{id}/watchers/{userId}")
  public RestResponse<Void> unwatch(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return Responses.noContent(queues.unwatch(caller.get(), id, userId));
  }
}
