package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.platform.http.Responses;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Timelines over HTTP.
@Path("/api/timeline/{type}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "timelines")
class TimelineResource {
  private final Timelines timelines;
  private final CurrentCaller caller;
  private final Idempotency idempotency;

  TimelineResource(Timelines timelines, CurrentCaller caller, Idempotency idempotency) {
    this.timelines = timelines;
    this.caller = caller;
    this.idempotency = idempotency;
  }

  /// The body of a bulk call.
  record BulkInput(@Nullable List<ItemInput> items) {
    /// None where there are none, or one that is none.
    List<ItemInput> inputs() {
      return items == null || items.stream().anyMatch(Objects::isNull)
          ? List.of()
          : List.copyOf(items);
    }
  }

  /// The answer to one: the items in the order of the call.
  record Written(List<TimelineItem> items) {}

  @GET
  @Operation(summary = "The entities of a type that have a timeline, the latest news first")
  public RestResponse<Page<TimelineEntity>> entities(
      @PathParam("type") String type,
      @QueryParam("q") @Nullable String q,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> timelines.entities(who, type, q, cursor, size))
            .orRefuse());
  }

  @GET
  @Path("{entityId}")
  @Operation(summary = "The timeline of an entity, newest first")
  public RestResponse<Page<TimelineItem>> list(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> timelines.list(who, type, entityId, cursor, size))
            .orRefuse());
  }

  @POST
  @Path("{entityId}")
  @Operation(summary = "Adds an item; who subscribed hears timeline:new_item")
  public RestResponse<TimelineItem> add(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      ItemInput input) {
    var who = caller.get();
    var call = path(type, entityId);
    var item =
        idempotency
            .once(
                who,
                key,
                "POST " + call,
                input,
                TimelineItem.class,
                () -> timelines.add(who, type, entityId, input))
            .orRefuse();
    return Responses.created(call, item.id(), item);
  }

  @POST
  @Path("{entityId}/bulk")
  @Operation(
      summary = "Adds items, and changes those that have an id: all or none",
      description = "Who subscribed hears timeline:bulk_update, once.")
  public RestResponse<Written> bulk(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      BulkInput input) {
    var who = caller.get();
    var written =
        idempotency
            .once(
                who,
                key,
                "POST " + path(type, entityId) + "/bulk",
                input,
                Written.class,
                () -> timelines.bulk(who, type, entityId, input.inputs()).map(Written::new))
            .orRefuse();
    return RestResponse.ok(written);
  }

  @POST
  @Path("{entityId}/refresh")
  @Consumes(MediaType.WILDCARD)
  @Operation(summary = "Tells who subscribed to read the timeline anew")
  public RestResponse<Void> refresh(
      @PathParam("type") String type, @PathParam("entityId") String entityId) {
    var _ = timelines.refresh(caller.get(), type, entityId).orRefuse();
    return RestResponse.noContent();
  }

  @GET
  @Path("{entityId}/{itemId}")
  @Operation(summary = "One item")
  public RestResponse<TimelineItem> read(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @PathParam("itemId") String itemId) {
    return RestResponse.ok(timelines.read(caller.get(), type, entityId, itemId).orRefuse());
  }

  @PATCH
  @Path("{entityId}/{itemId}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Operation(summary = "Changes an item: who added it may, and admins")
  public RestResponse<TimelineItem> change(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @PathParam("itemId") String itemId,
      ItemInput input) {
    return RestResponse.ok(
        timelines.change(caller.get(), type, entityId, itemId, input).orRefuse());
  }

  @DELETE
  @Path("{entityId}/{itemId}")
  @Operation(summary = "Takes an item away: who added it may, and admins")
  public RestResponse<Void> remove(
      @PathParam("type") String type,
      @PathParam("entityId") String entityId,
      @PathParam("itemId") String itemId) {
    var _ = timelines.remove(caller.get(), type, entityId, itemId).orRefuse();
    return RestResponse.noContent();
  }

  private static String path(String type, String entityId) {
    return "/api/timeline/" + type + "/" + encoded(entityId);
  }

  /// Ids of other systems may hold anything.
  private static String encoded(String id) {
    return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
