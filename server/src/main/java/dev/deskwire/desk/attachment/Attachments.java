package dev.deskwire.desk.attachment;

import dev.deskwire.desk.comment.Comment;
import dev.deskwire.desk.comment.Comments;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.AfterTransaction;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What people do with files.
@ApplicationScoped
public class Attachments {
  private static final int MAX_NAME = 255;

  private static final String UNKNOWN_TYPE = "application/octet-stream";

  /// RFC 9110, section 8.3.1, without parameters.
  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[\\w!#$&^.+-]{1,100}/[\\w!#$&^.+-]{1,100}");

  /// Characters that no file of a common system may have in its name, or that would break a header.
  private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\\\/:*?\"<>|]");

  private final AttachmentRepository attachments;
  private final Blobs blobs;
  private final Tickets tickets;
  private final Comments comments;
  private final EventLog log;
  private final AfterTransaction afterTransaction;
  private final InstantSource clock;
  private final long limit;

  Attachments(
      AttachmentRepository attachments,
      Blobs blobs,
      Tickets tickets,
      Comments comments,
      EventLog log,
      AfterTransaction afterTransaction,
      InstantSource clock,
      Settings settings) {
    this.attachments = attachments;
    this.blobs = blobs;
    this.tickets = tickets;
    this.comments = comments;
    this.log = log;
    this.afterTransaction = afterTransaction;
    this.clock = clock;
    limit = settings.limits().uploadBytes();
  }

  public Outcome<Page<Attachment>> list(
      Caller caller, String ticketId, @Nullable String cursor, int size) {
    Outcome<String> after =
        cursor == null ? Outcome.done("") : Cursor.decode(cursor, 1).map(List::getFirst);
    return tickets
        .read(caller, ticketId)
        .then(stored ->
            after.map(id ->
                Page.of(
                    attachments.list(ticketId, stored.access().staffedBy(caller), id, size + 1),
                    size,
                    file -> Cursor.encode(file.id()))));
  }

  /// One file, if `caller` may have it.
  public Outcome<Attachment> read(Caller caller, String ticketId, String attachmentId) {
    return tickets.read(caller, ticketId).then(stored -> readable(caller, stored, attachmentId));
  }

  private Outcome<Attachment> readable(Caller caller, StoredTicket stored, String attachmentId) {
    return attachments
        .find(stored.ticket().id(), attachmentId)
        .filter(file -> stored.access().readableBy(caller, file.internal()))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  /// The bytes of a file that [#read] gave out.
  ///
  /// @throws UncheckedIOException if they are not in the folder
  public Path bytes(Attachment file) {
    try {
      return blobs.open(file.id());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Attaches an uploaded file.
  @Transactional
  Outcome<Attachment> attach(Caller caller, String ticketId, Upload upload) {
    return attach(caller, ticketId, upload, clock);
  }

  /// As [#attach(Caller, String, Upload)], as of `at`.
  @Transactional
  public Outcome<Attachment> attach(Caller caller, String ticketId, Upload upload, Instant at) {
    return attach(caller, ticketId, upload, InstantSource.fixed(at));
  }

  /// @param time asked once the ticket is locked, so that times follow the order of the changes
  private Outcome<Attachment> attach(
      Caller caller, String ticketId, Upload upload, InstantSource time) {
    return tickets
        .lock(caller, ticketId)
        .then(stored ->
            internal(caller, stored, upload)
                .then(internal -> attach(caller, stored, upload, internal, time.instant())));
  }

  /// Whether the file is for staff alone: as internal as its comment, else as the sender says.
  private Outcome<Boolean> internal(Caller caller, StoredTicket stored, Upload upload) {
    if (upload.size() > limit) {
      return Outcome.refused(new Refusal.TooLarge(limit));
    }
    var commentId = upload.commentId();
    if (commentId != null) {
      return switch (comments.read(caller, stored.ticket().id(), commentId)) {
        case Outcome.Done<Comment>(var comment) -> Outcome.done(comment.internal());
        case Outcome.Refused<Comment> _ ->
            Outcome.refused(
                new Refusal.Invalid("commentId", "commentId names no comment of this ticket"));
      };
    }
    return upload.internal() && !stored.access().staffedBy(caller)
        ? Outcome.refused(new Refusal.Forbidden("Only staff attach internal files."))
        : Outcome.done(upload.internal());
  }

  private Outcome<Attachment> attach(
      Caller caller, StoredTicket stored, Upload upload, boolean internal, Instant at) {
    var file =
        new Attachment(
            Ids.next(),
            safeName(upload.name()),
            mediaType(upload.mediaType()),
            upload.size(),
            upload.sha256(),
            internal,
            upload.commentId(),
            PersonRef.of(caller),
            at);
    try {
      blobs.put(file.id(), upload.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    afterTransaction.ifRolledBack(() -> blobs.delete(List.of(file.id())));
    attachments.insert(stored.ticket().id(), file);
    log.append(
        ActorRef.of(caller),
        new AttachmentEvent.Added(stored.ref(), stored.access(), file.id(), internal),
        at);
    return Outcome.done(file);
  }

  /// The last part of whatever path the sender gave, without what would be harmful in a header or
  /// on a disk.
  static String safeName(String name) {
    var last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    var safe = UNSAFE.matcher(last).replaceAll("_").strip();
    if (safe.isEmpty() || safe.equals(".") || safe.equals("..")) {
      return "file";
    }
    return safe.length() <= MAX_NAME ? safe : safe.substring(0, MAX_NAME);
  }

  private static String mediaType(@Nullable String claimed) {
    if (claimed == null) {
      return UNKNOWN_TYPE;
    }
    var type = claimed.split(";", 2)[0].strip();
    return MEDIA_TYPE.matcher(type).matches() ? type : UNKNOWN_TYPE;
  }

  /// Takes a file away: its uploader may, and the staff of its ticket.
  @Transactional
  public Outcome<Attachment> delete(Caller caller, String ticketId, String attachmentId) {
    return tickets
        .lock(caller, ticketId)
        .then(stored ->
            readable(caller, stored, attachmentId)
                .then(file -> {
                  if (!stored.access().staffedBy(caller)
                      && !file.uploader().id().equals(caller.id())) {
                    return Outcome.refused(
                        new Refusal.Forbidden(
                            "Only who uploaded a file, and staff, take it away."));
                  }
                  attachments.delete(attachmentId);
                  gone(
                      ActorRef.of(caller),
                      new AttachmentEvent.Deleted(
                          stored.ref(), stored.access(), attachmentId, file.internal()),
                      clock.instant());
                  return Outcome.done(file);
                }));
  }

  /// Tells of a file whose row goes with the present transaction, and removes its bytes after it.
  void gone(@Nullable ActorRef actor, AttachmentEvent.Deleted deleted, Instant at) {
    log.append(actor, deleted, at);
    afterTransaction.ifCommitted(() -> blobs.delete(List.of(deleted.attachmentId())));
  }
}
