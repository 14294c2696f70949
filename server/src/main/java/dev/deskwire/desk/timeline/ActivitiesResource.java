package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The timeline of a ticket, where the ticket is.
@Path("/api/tickets/{id}/activities")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "timelines")
class ActivitiesResource {
  private final Timelines timelines;
  private final CurrentCaller caller;

  ActivitiesResource(Timelines timelines, CurrentCaller caller) {
    this.timelines = timelines;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "What happened to a ticket, as far as you may know, newest first")
  public RestResponse<Page<TimelineItem>> list(
      @PathParam("id") String ticketId,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> timelines.list(who, EntityTypes.TICKET, ticketId, cursor, size))
            .orRefuse());
  }
}
