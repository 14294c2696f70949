package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.notification.CustomNotifications.Sent;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Idempotency;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// What programs with an admin's rights tell people, over HTTP.
@Path("/api/admin/notifications")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "administration")
class AdminNotificationResource {
  private final CustomNotifications notifications;
  private final Idempotency idempotency;
  private final CurrentCaller caller;

  AdminNotificationResource(
      CustomNotifications notifications, Idempotency idempotency, CurrentCaller caller) {
    this.notifications = notifications;
    this.idempotency = idempotency;
    this.caller = caller;
  }

  /// A [CustomNotification] and whom to tell.
  record Body(
      @Nullable String userId,
      @JsonProperty("notification_type") @Nullable String type,
      @Nullable String title,
      @Nullable String message,
      @Nullable String tier,
      @Nullable String id) {
    CustomNotification notification() {
      return new CustomNotification(type, title, message, tier, id);
    }
  }

  @POST
  @Operation(
      summary = "Tells one person something",
      description = "With an `id` a repeat is harmless: 200 with what stands, and nobody is told.")
  public RestResponse<Notification> send(
      @HeaderParam("Idempotency-Key") @Nullable String key, Body body) {
    var sent = send(caller.get(), key, body).orRefuse();
    return RestResponse.status(
        sent.repeated() ? RestResponse.Status.OK : RestResponse.Status.CREATED,
        sent.notification());
  }

  private Outcome<Sent> send(Caller admin, @Nullable String key, Body body) {
    if (!admin.isAdmin()) {
      return Outcome.refused(new Refusal.Forbidden("Only admins send notifications."));
    }
    return idempotency.once(
        admin,
        key,
        "POST /api/admin/notifications",
        body,
        Sent.class,
        () -> notifications.send(ActorRef.of(admin), body.userId(), body.notification()));
  }
}
