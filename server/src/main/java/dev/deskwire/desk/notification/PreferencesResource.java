package dev.deskwire.desk.notification;

import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// The notification preferences over HTTP.
@Path("/api/notifications/preferences")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "notifications")
class PreferencesResource {
  private final NotificationPreferences preferences;
  private final CurrentCaller caller;

  PreferencesResource(NotificationPreferences preferences, CurrentCaller caller) {
    this.preferences = preferences;
    this.caller = caller;
  }

  @GET
  @Operation(summary = "What you want to be told of, where and how")
  public RestResponse<PreferencesBody> read() {
    return RestResponse.ok(preferences.read(caller.get()));
  }

  @PUT
  @Operation(
      summary = "Replaces what you want to be told of",
      description =
          """
          A rule is an event (or `any`), a scope (global, project, queue or ticket) and channels: centre, \
          page, system, sound, email; none for nothing at all. The narrowest rule decides. In quiet hours \
          neither system nor sound is used.\
          """)
  public RestResponse<PreferencesBody> replace(PreferencesBody body) {
    return RestResponse.ok(preferences.replace(caller.get(), body).orRefuse());
  }
}
