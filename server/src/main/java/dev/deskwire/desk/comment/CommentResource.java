package dev.deskwire.desk.comment;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.platform.http.Responses;
import dev.deskwire.desk.ticket.ReadableTicket;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Comments over HTTP.
@Path("/api/tickets/{id}/comments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@ReadableTicket
@Tag(name = "comments")
class CommentResource {
  private final Comments comments;
  private final CurrentCaller caller;
  private final Idempotency idempotency;

  CommentResource(Comments comments, CurrentCaller caller, Idempotency idempotency) {
    this.comments = comments;
    this.caller = caller;
    this.idempotency = idempotency;
  }

  @GET
  @Operation(summary = "The comments of a ticket that you may read, oldest first")
  public RestResponse<Page<Comment>> list(
      @PathParam("id") String ticketId,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> comments.list(who, ticketId, cursor, size))
            .orRefuse());
  }

  @POST
  @Operation(
      summary = "Writes a public reply or an internal note",
      description =
          "A public reply with `lastSeen` is 409 `unseen_activity` when something newer is there.")
  public RestResponse<Comment> write(
      @PathParam("id") String ticketId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      WriteComment request) {
    var who = caller.get();
    var call = "/api/tickets/" + ticketId + "/comments";
    var written =
        idempotency
            .once(
                who,
                key,
                "POST " + call,
                request,
                Comment.class,
                () -> comments.write(who, ticketId, request))
            .orRefuse();
    return Responses.created(call, written.id(), written);
  }

  @GET
  @Path("{cid}")
  @Operation(summary = "One comment")
  public RestResponse<Comment> read(
      @PathParam("id") String ticketId, @PathParam("cid") String commentId) {
    return RestResponse.ok(comments.read(caller.get(), ticketId, commentId).orRefuse());
  }

  @PATCH
  @Path("{cid}")
  @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
  @Operation(summary = "Changes the text of a comment: authors for 15 minutes, admins always")
  public RestResponse<Comment> edit(
      @PathParam("id") String ticketId, @PathParam("cid") String commentId, EditComment request) {
    return RestResponse.ok(comments.edit(caller.get(), ticketId, commentId, request).orRefuse());
  }

  @DELETE
  @Path("{cid}")
  @Operation(summary = "Deletes a comment: authors for 15 minutes, admins always")
  public RestResponse<Void> delete(
      @PathParam("id") String ticketId, @PathParam("cid") String commentId) {
    var _ = comments.delete(caller.get(), ticketId, commentId).orRefuse();
    return RestResponse.noContent();
  }
}
