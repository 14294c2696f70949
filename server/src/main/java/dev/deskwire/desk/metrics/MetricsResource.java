package dev.deskwire.desk.metrics;

import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// The metrics of a queue over HTTP.
@Path("/api/queues/{id}/metrics")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "queues")
class MetricsResource {
  private final Metrics metrics;
  private final CurrentCaller caller;

  MetricsResource(Metrics metrics, CurrentCaller caller) {
    this.metrics = metrics;
    this.caller = caller;
  }

  @GET
  @Operation(
      summary = "A queue in numbers: the object that queue:metrics_updated carries",
      description = "Times are of the last seven days, in milliseconds.")
  public RestResponse<QueueMetrics> get(@PathParam("id") String queueId) {
    return RestResponse.ok(metrics.of(caller.get(), queueId).orRefuse());
  }
}
