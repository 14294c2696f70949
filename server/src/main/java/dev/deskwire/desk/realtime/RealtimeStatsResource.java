package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/// What goes on in real time, for admins who watch over the desk.
@Path("/api/realtime/stats")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "realtime")
class RealtimeStatsResource {
  private final List<DoorStats> doors;
  private final List<RealtimeStats> features;
  private final CurrentCaller caller;

  RealtimeStatsResource(
      @Any Instance<DoorStats> doors, @Any Instance<RealtimeStats> features, CurrentCaller caller) {
    this.doors = doors.stream().toList();
    this.features = features.stream().toList();
    this.caller = caller;
  }

  @GET
  @Operation(
      summary = "Connections, rooms and traffic of this node, viewers, subscribers and extensions",
      description = "For admins.")
  public RestResponse<Map<String, Object>> stats() {
    if (!caller.get().isAdmin()) {
      throw new RefusedException(new Refusal.Forbidden("Only admins see the statistics."));
    }
    var byTransport = new TreeMap<String, Integer>();
    doors.forEach(door ->
        door.byTransport().forEach((name, count) -> byTransport.merge(name, count, Integer::sum)));
    var stats = new LinkedHashMap<String, Object>();
    stats.put("connections", byTransport.values().stream().mapToInt(Integer::intValue).sum());
    stats.put("users", different(door -> door.users().stream()));
    stats.put("rooms", different(door -> door.rooms().stream()));
    stats.put("messagesPerSecond", doors.stream().mapToDouble(DoorStats::messagesPerSecond).sum());
    stats.put("byTransport", byTransport);
    features.forEach(feature -> stats.put(feature.name(), feature.stats()));
    return RestResponse.ok(stats);
  }

  private long different(Function<DoorStats, Stream<String>> names) {
    return doors.stream().flatMap(names).distinct().count();
  }
}
