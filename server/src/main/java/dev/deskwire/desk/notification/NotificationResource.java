package dev.deskwire.desk.notification;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The notification centre over HTTP.
@Path("/api/notifications")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "notifications")
class NotificationResource {
  private final Notifications notifications;
  private final CurrentCaller caller;

  NotificationResource(Notifications notifications, CurrentCaller caller) {
    this.notifications = notifications;
    this.caller = caller;
  }

  /// `unread`, `unread=` and `unread=true` ask for the unread alone.
  @GET
  @Operation(summary = "Your notifications, newest first, with the count of the unread")
  public RestResponse<Notifications.Centre> list(
      @Parameter(description = "Lists the unread alone") @QueryParam("unread")
          @Nullable String unread,
      @Context UriInfo uri,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    // a parameter without a value reads as null
    boolean unreadOnly = uri.getQueryParameters().containsKey("unread") && !"false".equals(unread);
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> notifications.list(who, unreadOnly, cursor, size))
            .orRefuse());
  }

  @POST
  @Path("{id}/read")
  @Operation(summary = "Marks one as read, in all tabs")
  public RestResponse<Notifications.Unread> read(@PathParam("id") String id) {
    return RestResponse.ok(notifications.read(caller.get(), id).orRefuse());
  }

  @POST
  @Path("read-all")
  @Operation(summary = "Marks all as read")
  public RestResponse<Notifications.Unread> readAll() {
    return RestResponse.ok(notifications.readAll(caller.get()));
  }

  @DELETE
  @Operation(summary = "Clears the centre")
  public RestResponse<Notifications.Unread> clear() {
    return RestResponse.ok(notifications.clear(caller.get()));
  }
}
