package dev.deskwire.desk.broadcast;

import dev.deskwire.desk.broadcast.Broadcasts.Accepted;
import dev.deskwire.desk.event.ActorRef;
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

/// Broadcasts over HTTP.
@Path("/api/admin/broadcasts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "administration")
class BroadcastResource {
  private final Broadcasts broadcasts;
  private final Idempotency idempotency;
  private final CurrentCaller caller;

  BroadcastResource(Broadcasts broadcasts, Idempotency idempotency, CurrentCaller caller) {
    this.broadcasts = broadcasts;
    this.idempotency = idempotency;
    this.caller = caller;
  }

  @POST
  @Operation(
      summary = "Sends an event of your own to a room",
      description =
          """
          It stands in the log and is resumed like any other, unless it is `ephemeral`. It reaches those in \
          the room who may stand there. Names of the desk's own events are refused.\
          """)
  public RestResponse<Accepted> broadcast(
      @HeaderParam("Idempotency-Key") @Nullable String key, BroadcastRequest body) {
    return RestResponse.status(
        RestResponse.Status.ACCEPTED, broadcast(caller.get(), key, body).orRefuse());
  }

  private Outcome<Accepted> broadcast(Caller admin, @Nullable String key, BroadcastRequest body) {
    if (!admin.isAdmin()) {
      return Outcome.refused(new Refusal.Forbidden("Only admins broadcast."));
    }
    return idempotency.once(
        admin,
        key,
        "POST /api/admin/broadcasts",
        body,
        Accepted.class,
        () -> broadcasts.broadcast(ActorRef.of(admin), body));
  }
}
