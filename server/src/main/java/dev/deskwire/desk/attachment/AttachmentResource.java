package dev.deskwire.desk.attachment;

import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.RefusedException;
import dev.deskwire.desk.platform.auth.CurrentCaller;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.platform.http.Responses;
import dev.deskwire.desk.ticket.ReadableTicket;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.PartType;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

/// Files over HTTP: uploaded as `multipart/form-data`, served as downloads alone.
@Path("/api/tickets/{id}/attachments")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
@ReadableTicket
@Tag(name = "attachments")
class AttachmentResource {
  private final Attachments attachments;
  private final CurrentCaller caller;
  private final Idempotency idempotency;

  AttachmentResource(Attachments attachments, CurrentCaller caller, Idempotency idempotency) {
    this.attachments = attachments;
    this.caller = caller;
    this.idempotency = idempotency;
  }

  /// What tells one upload from another under an idempotency key.
  private record Asked(String name, String sha256, boolean internal, @Nullable String commentId) {}

  @GET
  @Operation(summary = "The files of a ticket that you may have")
  public RestResponse<Page<Attachment>> list(
      @PathParam("id") String ticketId,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable Integer limit) {
    var who = caller.get();
    return RestResponse.ok(
        Page.limit(limit, Page.MAX)
            .then(size -> attachments.list(who, ticketId, cursor, size))
            .orRefuse());
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(summary = "Attaches a file")
  public RestResponse<Attachment> attach(
      @PathParam("id") String ticketId,
      @HeaderParam("Idempotency-Key") @Nullable String key,
      @RestForm("file") @Nullable FileUpload file,
      @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String internal,
      @RestForm @PartType(MediaType.TEXT_PLAIN) @Nullable String commentId) {
    if (file == null) {
      throw new RefusedException(
          new Refusal.Invalid("file", "Send the file as the multipart field `file`."));
    }
    var who = caller.get();
    var upload = upload(file, Boolean.parseBoolean(internal), commentId);
    var call = "/api/tickets/" + ticketId + "/attachments";
    var asked = new Asked(upload.name(), upload.sha256(), upload.internal(), commentId);
    var attached =
        idempotency
            .once(
                who,
                key,
                "POST " + call,
                asked,
                Attachment.class,
                () -> attachments.attach(who, ticketId, upload))
            .orRefuse();
    return Responses.created(call, attached.id(), attached);
  }

  private static Upload upload(FileUpload file, boolean internal, @Nullable String commentId) {
    var bytes = file.uploadedFile();
    try {
      return new Upload(
          bytes,
          file.fileName() == null ? "" : file.fileName(),
          file.contentType(),
          file.size(),
          Upload.sha256(bytes),
          internal,
          commentId == null || commentId.isBlank() ? null : commentId);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @GET
  @Path("{aid}")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Operation(summary = "Downloads a file")
  public RestResponse<java.nio.file.Path> download(
      @PathParam("id") String ticketId, @PathParam("aid") String attachmentId) {
    var file = attachments.read(caller.get(), ticketId, attachmentId).orRefuse();
    return RestResponse.ResponseBuilder.ok(attachments.bytes(file))
        .type(file.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, disposition(file.name()))
        .header(HttpHeaders.CONTENT_LENGTH, file.size())
        .header("X-Content-Type-Options", "nosniff")
        // should a browser render it all the same, it is a page without an origin or scripts
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
        .build();
  }

  /// RFC 6266, with the name in UTF-8 beside an ASCII form for old clients.
  static String disposition(String name) {
    var ascii = name.replaceAll("[^\\x20-\\x7e]", "_").replaceAll("[\"%]", "_");
    var encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + ascii + "\"; filename*=UTF-8''" + encoded;
  }

  @DELETE
  @Path("{aid}")
  @Operation(summary = "Takes a file away: its uploader and staff may")
  public RestResponse<Void> delete(
      @PathParam("id") String ticketId, @PathParam("aid") String attachmentId) {
    var _ = attachments.delete(caller.get(), ticketId, attachmentId).orRefuse();
    return RestResponse.noContent();
  }
}
