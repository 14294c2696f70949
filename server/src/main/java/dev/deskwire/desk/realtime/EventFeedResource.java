package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// The durable events over HTTP, for those who poll.
@Path("/api/events")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "events")
class EventFeedResource {
  private static final int MAX_EVENTS = 500;

  private static final int DEFAULT_EVENTS = 100;

  private final EventFeed feed;
  private final CurrentCaller caller;

  EventFeedResource(EventFeed feed, CurrentCaller caller) {
    this.feed = feed;
    this.caller = caller;
  }

  @GET
  @Operation(
      summary = "What happened after a position of the log, as far as you may read it",
      description = "Without `after`: no events, and `next` is the end of the log.")
  public RestResponse<EventFeed.Feed> read(
      @QueryParam("after") @Nullable Long after, @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    int size = Page.limit(limit == null ? DEFAULT_EVENTS : limit, MAX_EVENTS).orRefuse();
    if (after == null) {
      return RestResponse.ok(feed.head());
    }
    if (after < 0) {
      throw new RefusedException(
          new Refusal.Malformed("after", "after must be a position of the log, 0 or more"));
    }
    return RestResponse.ok(feed.after(who, after, size));
  }
}
