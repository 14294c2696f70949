package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.Announcements.AnnouncementBody;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Announcements over HTTP.
@Path("/api/teams/{id}/announcements")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "notifications")
class AnnouncementResource {
  private final Announcements announcements;
  private final CurrentCaller caller;

  AnnouncementResource(Announcements announcements, CurrentCaller caller) {
    this.announcements = announcements;
    this.caller = caller;
  }

  @POST
  @Operation(summary = "Tells every member of a team; for its staff and for admins")
  public RestResponse<Announcement> announce(
      @PathParam("id") String teamId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      AnnouncementBody body) {
    return RestResponse.status(
        RestResponse.Status.CREATED,
        announcements.announce(caller.get(), teamId, key, body).orRefuse());
  }
}
