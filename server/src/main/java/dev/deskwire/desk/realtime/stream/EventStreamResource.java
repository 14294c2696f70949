package dev.deskwire.desk.realtime.stream;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.realtime.Scope;
import dev.deskwire.desk.realtime.Subscription;
import dev.deskwire.desk.realtime.Subscriptions;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The durable events as they happen, for those who can hold a response open.
@Path("/api/events/stream")
@RunOnVirtualThread
@Tag(name = "events")
class EventStreamResource {
  private final Subscriptions subscriptions;
  private final CurrentCaller caller;

  EventStreamResource(Subscriptions subscriptions, CurrentCaller caller) {
    this.subscriptions = subscriptions;
    this.caller = caller;
  }

  /// `@Blocking` says that the method itself may block; the answer it returns waits without a
  /// thread.
  @GET
  @Blocking
  @Produces("text/event-stream")
  @Operation(
      summary = "The event feed as Server-Sent Events",
      description =
          "Each message is an event of the feed, without an `event` field; its `id` is the position"
              + " in the log. `Last-Event-ID`, or else `after`, brings what was missed first; when"
              + " the log no longer reaches back so far, the first message is"
              + " `{\"type\":\"reset\",\"reset\":true,\"next\":…}` and everything is to be read"
              + " anew. Comments keep the connection alive. The stream ends with the session.")
  public CompletionStage<Void> stream(
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @QueryParam("after") @Nullable String after,
      @Context HttpServerResponse response) {
    var who = caller.authenticated();
    var from =
        lastEventId != null && !lastEventId.isEmpty()
            ? position("Last-Event-ID", lastEventId)
            : position("after", after);
    var start = from.orRefuse();
    var stream = new EventStream(response);
    var opening =
        subscriptions.open(
            who,
            new Scope.EveryRoom(),
            EventStream.FORM,
            stream,
            start.isPresent(),
            it -> stream.begin(it::closed));
    if (!stream.hasBegun()) {
      var _ = opening.orRefuse();
    }
    if (start.isPresent() && opening instanceof Outcome.Done<Subscription>(var subscription)) {
      subscription.resume(start.getAsLong(), stream::resumed);
    }
    return stream.ended();
  }

  private static Outcome<OptionalLong> position(String name, @Nullable String text) {
    if (text == null) {
      return Outcome.done(OptionalLong.empty());
    }
    try {
      long position = Long.parseLong(text);
      if (position >= 0) {
        return Outcome.done(OptionalLong.of(position));
      }
    } catch (NumberFormatException e) {
      // answered below
    }
    return Outcome.refused(
        new Refusal.Malformed(name, name + " must be a position of the log, 0 or more"));
  }
}
