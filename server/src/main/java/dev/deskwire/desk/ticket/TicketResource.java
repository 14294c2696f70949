package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Idempotency;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Tickets over HTTP: translate, delegate, translate back. The rules live in [Tickets] and
/// [TicketAccess].
@Path("/api/tickets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@Tag(name = "tickets")
class TicketResource {
  private final Tickets tickets;
  private final TicketLists lists;
  private final CurrentCaller caller;
  private final Idempotency idempotency;

  TicketResource(
      Tickets tickets, TicketLists lists, CurrentCaller caller, Idempotency idempotency) {
    this.tickets = tickets;
    this.lists = lists;
    this.caller = caller;
    this.idempotency = idempotency;
  }

  @GET
  @Operation(summary = "A page of the tickets that you may read")
  public RestResponse<Page<Ticket>> list(
      @QueryParam("project") List<String> project,
      @QueryParam("queue") List<String> queue,
      @QueryParam("status") List<String> status,
      @QueryParam("priority") List<String> priority,
      @QueryParam("assignee") List<String> assignee,
      @QueryParam("reporter") List<String> reporter,
      @QueryParam("tag") List<String> tag,
      @QueryParam("q") @Nullable String q,
      @QueryParam("sort") @Nullable String sort,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var asked =
        new TicketQuery.Asked(project, queue, status, priority, assignee, reporter, tag, q, sort);
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size ->
                TicketQuery.of(who, asked).then(query -> lists.page(who, query, cursor, size)))
            .orRefuse());
  }

  @POST
  @Operation(summary = "Creates a ticket")
  public RestResponse<Ticket> create(
      @HeaderParam("Idempotency-Key") @Nullable String key, CreateTicket request) {
    var who = caller.get();
    var created =
        idempotency
            .once(
                who,
                key,
                "POST /api/tickets",
                request,
                Ticket.class,
                () -> tickets.create(who, request))
            .orRefuse();
    return RestResponse.ResponseBuilder.<Ticket>created(URI.create("/api/tickets/" + created.id()))
        .entity(created)
        .header(HttpHeaders.ETAG, etag(created))
        .build();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One ticket; its ETag is its version")
  public RestResponse<Ticket> read(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
    var ticket = tickets.read(caller.get(), id).orRefuse().ticket();
    if (ifNoneMatch != null && ifNoneMatch.contains(etag(ticket))) {
      return RestResponse.ResponseBuilder.<Ticket>create(RestResponse.Status.NOT_MODIFIED)
          .header(HttpHeaders.ETAG, etag(ticket))
          .build();
    }
    return tagged(ticket);
  }

  @PATCH
  @Path("{id}")
  @ReadableTicket
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Operation(
      summary = "Changes fields",
      description =
          "A merge patch with If-Match. Edits of other fields since that version merge; the same"
              + " field with another value is 409 with both values.")
  @RequestBody(content = @Content(schema = @Schema(implementation = TicketPatch.class)))
  public RestResponse<Ticket> patch(
      @PathParam("id") String id,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      JsonNode patch) {
    return tagged(tickets.patch(caller.get(), id, ifMatch, patch).orRefuse());
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Deletes a ticket with all that hangs on it; admins only")
  public RestResponse<Void> delete(@PathParam("id") String id) {
    var _ = tickets.delete(caller.get(), id).orRefuse();
    return RestResponse.noContent();
  }

  @PUT
  @Path("{id}/followers/{userId}")
  @ReadableTicket
  @Operation(summary = "Makes someone (`me` serves) a follower")
  public RestResponse<Ticket> follow(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    return tagged(tickets.follow(caller.get(), id, userId, true).orRefuse());
  }

  @DELETE
  @Path("{id}/followers/{userId}")
  @ReadableTicket
  @Operation(summary = "Ends someone's (`me` serves) following")
  public RestResponse<Void> unfollow(
      @PathParam("id") String id, @PathParam("userId") String userId) {
    var _ = tickets.follow(caller.get(), id, userId, false).orRefuse();
    return RestResponse.noContent();
  }

  private static RestResponse<Ticket> tagged(Ticket ticket) {
    return RestResponse.ResponseBuilder.ok(ticket).header(HttpHeaders.ETAG, etag(ticket)).build();
  }

  private static String etag(Ticket ticket) {
    return "\"" + ticket.version() + "\"";
  }
}
