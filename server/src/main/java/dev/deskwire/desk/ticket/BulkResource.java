package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Problem;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// One change of many tickets over HTTP. Each ticket is a change of its own, under its own rights
/// and in a transaction of its own: what one of them refuses holds up no other.
@Path("/api/tickets/bulk")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "tickets")
class BulkResource {
  private static final Logger LOG = Logger.getLogger(BulkResource.class);

  private final Tickets tickets;
  private final CurrentCaller caller;

  BulkResource(Tickets tickets, CurrentCaller caller) {
    this.tickets = tickets;
    this.caller = caller;
  }

  /// @param ids of at most 100 tickets
  /// @param patch what changes, as in `PATCH /api/tickets/{id}`; upon their current versions
  record BulkChange(@Nullable List<String> ids, @Nullable JsonNode patch) {}

  /// What became of each ticket, in the order of the call.
  record Results(List<Result> results) {}

  /// What became of one ticket.
  ///
  /// @param ticket as it is now, if it is `ok`
  /// @param error why it was not changed, if it is not
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Result(String id, boolean ok, @Nullable Ticket ticket, @Nullable Problem error) {}

  @POST
  @Operation(summary = "One change of many tickets: a result for each")
  public RestResponse<Results> change(BulkChange request) {
    var who = caller.get();
    var ids = ids(request).orRefuse();
    var patch = patch(request).orRefuse();
    return RestResponse.ok(new Results(ids.stream().map(id -> changed(who, id, patch)).toList()));
  }

  private static Outcome<List<String>> ids(BulkChange request) {
    List<String> ids = request.ids() == null ? List.of() : request.ids();
    return ids.isEmpty() || ids.size() > Page.MAX || ids.stream().anyMatch(Objects::isNull)
        ? Outcome.refused(new Refusal.Invalid("ids", "ids must name 1 to " + Page.MAX + " tickets"))
        : Outcome.done(ids.stream().distinct().toList());
  }

  private static Outcome<JsonNode> patch(BulkChange request) {
    var patch = request.patch();
    return patch != null && patch.isObject() && !patch.isEmpty()
        ? Outcome.done(patch)
        : Outcome.refused(new Refusal.Invalid("patch", "patch must name what changes"));
  }

  private Result changed(Caller who, String id, JsonNode patch) {
    try {
      return switch (tickets.patch(who, id, "*", patch)) {
        case Outcome.Done<Ticket>(var ticket) -> new Result(id, true, ticket, null);
        case Outcome.Refused<Ticket>(var refusal) ->
            new Result(id, false, null, Problem.of(refusal));
      };
    } catch (RuntimeException e) {
      // the others have been or will be changed, and the caller must hear which
      LOG.errorf(e, "A ticket of many was not changed: %s", id);
      return new Result(
          id,
          false,
          null,
          Problem.of(500, "Internal error", "This one broke on our side.", "internal"));
    }
  }
}
