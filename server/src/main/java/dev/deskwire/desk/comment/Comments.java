package dev.deskwire.desk.comment;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.TicketReaders;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What people do with comments.
@ApplicationScoped
public class Comments {
  /// How long authors may edit or delete what they wrote (contract, section 1).
  static final Duration EDITABLE = Duration.ofMinutes(15);

  /// As many as a page of people.
  private static final int MAX_MENTIONS = Page.MAX;

  private final CommentRepository comments;
  private final Tickets tickets;
  private final TicketReaders readers;
  private final Callers callers;
  private final EventLog log;
  private final InstantSource clock;
  private final int maxBody;

  Comments(
      CommentRepository comments,
      Tickets tickets,
      TicketReaders readers,
      Callers callers,
      EventLog log,
      InstantSource clock,
      Settings settings) {
    this.comments = comments;
    this.tickets = tickets;
    this.readers = readers;
    this.callers = callers;
    this.log = log;
    this.clock = clock;
    maxBody = settings.limits().bodyLength();
  }

  /// The comments of a ticket that `caller` may read, oldest first.
  public Outcome<Page<Comment>> list(
      Caller caller, String ticketId, @Nullable String cursor, int limit) {
    return tickets
        .read(caller, ticketId)
        .then(stored ->
            position(cursor)
                .map(after ->
                    Page.of(
                        comments.list(
                            ticketId, stored.access().staffedBy(caller), after, limit + 1),
                        limit,
                        comment -> Cursor.encode(comment.id()))));
  }

  private static Outcome<String> position(@Nullable String cursor) {
    return cursor == null ? Outcome.done("") : Cursor.decode(cursor, 1).map(List::getFirst);
  }

  /// One comment, if `caller` may read it.
  public Outcome<Comment> read(Caller caller, String ticketId, String commentId) {
    return tickets.read(caller, ticketId).then(stored -> readable(caller, stored, commentId));
  }

  private Outcome<Comment> readable(Caller caller, StoredTicket stored, String commentId) {
    return comments
        .find(stored.ticket().id(), commentId)
        .filter(comment -> stored.access().readableBy(caller, comment.internal()))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  /// Writes a comment. A public reply whose author has not seen the newest comment is held back,
  /// with what they missed, unless they force it.
  @Transactional
  public Outcome<Comment> write(Caller caller, String ticketId, WriteComment request) {
    return write(caller, ticketId, request, clock);
  }

  /// As [#write(Caller, String, WriteComment)], as of `at`.
  @Transactional
  public Outcome<Comment> write(Caller caller, String ticketId, WriteComment request, Instant at) {
    return write(caller, ticketId, request, InstantSource.fixed(at));
  }

  /// @param time asked once the ticket is locked, so that times follow the order of the changes
  private Outcome<Comment> write(
      Caller caller, String ticketId, WriteComment request, InstantSource time) {
    return tickets
        .lock(caller, ticketId)
        .then(stored ->
            allowed(caller, stored, request)
                .then(_ -> lastSeen(request))
                .then(_ -> body(request.body()))
                .then(body -> write(caller, stored, request, body, time.instant())));
  }

  private Outcome<Boolean> allowed(Caller caller, StoredTicket stored, WriteComment request) {
    return request.isInternal() && !stored.access().staffedBy(caller)
        ? Outcome.refused(new Refusal.Forbidden("Only staff write internal notes."))
        : Outcome.done(true);
  }

  private Outcome<Boolean> lastSeen(WriteComment request) {
    var lastSeen = request.lastSeen();
    return lastSeen == null || lastSeen.isNull() || lastSeen.isTextual()
        ? Outcome.done(true)
        : invalid("lastSeen", "lastSeen must be the id of a comment, or null for none");
  }

  private Outcome<String> body(@Nullable String body) {
    return Text.body("body", body, maxBody);
  }

  private Outcome<Comment> write(
      Caller caller, StoredTicket stored, WriteComment request, String body, Instant at) {
    var unseen = unseen(caller, stored, request);
    if (unseen.isPresent()) {
      return Outcome.refused(unseen.get());
    }
    return mentioned(caller, stored, request, body)
        .map(mentioned -> {
          var id = Ids.next();
          var comment = new Comment(id, body, request.isInternal(), PersonRef.of(caller), at, null);
          comments.insert(stored.ticket().id(), comment, Tickets.sideOf(caller, stored.access()));
          log.append(
              ActorRef.of(caller),
              new CommentEvent.Added(
                  stored.ref(), stored.access(), id, comment.internal(), List.copyOf(mentioned)),
              at);
          if (!comment.internal()) {
            var _ = tickets.replied(caller, stored, at);
          }
          return comment;
        });
  }

  /// The refusal of a public reply whose author missed something, if so.
  private Optional<Refusal> unseen(Caller caller, StoredTicket stored, WriteComment request) {
    var lastSeen = request.lastSeen();
    if (lastSeen == null || request.isInternal() || request.isForced()) {
      return Optional.empty();
    }
    var seen = lastSeen.isNull() ? "" : lastSeen.asText();
    var missed =
        comments
            .list(stored.ticket().id(), stored.access().staffedBy(caller), seen, Page.MAX)
            .stream()
            .filter(comment -> !comment.author().id().equals(caller.id()))
            .toList();
    return missed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Refusal.Conflict(
                "unseen_activity",
                "Something came in that you have not seen. Send again with force to reply anyway.",
                Map.of("unseen", missed)));
  }

  /// Whom the comment tells, beside those who follow its ticket: those named by id or in the text
  /// who may read it.
  private Outcome<Set<String>> mentioned(
      Caller caller, StoredTicket stored, WriteComment request, String body) {
    List<String> named = request.mentions() == null ? List.of() : request.mentions();
    if (named.size() > MAX_MENTIONS) {
      return invalid("mentions", "at most " + MAX_MENTIONS + " people can be mentioned");
    }
    if (named.stream().anyMatch(Objects::isNull)) {
      return invalid("mentions", "mentions must be a list of ids");
    }
    var people = callers.byIds(named);
    boolean unknown = people.size() < Set.copyOf(named).size();
    if (unknown && stored.access().staffedBy(caller)) {
      // to the others, someone unknown must look like someone who may not read this
      return invalid("mentions", "mentions names somebody who does not exist");
    }
    var mentioned = new LinkedHashSet<String>();
    people.stream()
        .filter(person -> stored.access().readableBy(person, request.isInternal()))
        .forEach(person -> mentioned.add(person.id()));
    if (body.indexOf('@') >= 0) {
      mentioned.addAll(Mentions.in(body, readers.of(stored.access(), request.isInternal())));
    }
    mentioned.remove(caller.id());
    return Outcome.done(mentioned);
  }

  /// Changes the text of a comment; what it was is kept.
  @Transactional
  public Outcome<Comment> edit(
      Caller caller, String ticketId, String commentId, EditComment request) {
    return editable(caller, ticketId, commentId)
        .then(found ->
            body(request.body())
                .map(body -> {
                  var at = clock.instant();
                  var stored = found.ticket();
                  comments.edit(found.comment(), body, caller.id(), at);
                  log.append(
                      ActorRef.of(caller),
                      new CommentEvent.Edited(
                          stored.ref(), stored.access(), commentId, found.comment().internal()),
                      at);
                  told(caller, found, at);
                  return comments.find(ticketId, commentId).orElseThrow();
                }));
  }

  @Transactional
  public Outcome<Comment> delete(Caller caller, String ticketId, String commentId) {
    return editable(caller, ticketId, commentId)
        .map(found -> {
          var at = clock.instant();
          var stored = found.ticket();
          log.append(
              ActorRef.of(caller),
              new CommentEvent.Deleted(
                  stored.ref(), stored.access(), commentId, found.comment().internal()),
              at);
          comments.delete(commentId);
          told(caller, found, at);
          return found.comment();
        });
  }

  /// A public comment moves its ticket, so that lists live.
  private void told(Caller caller, Found found, Instant at) {
    if (!found.comment().internal()) {
      var ticketId = found.ticket().ticket().id();
      var newest = comments.newestReply(ticketId).orElse(null);
      var _ = tickets.commentsChanged(caller, found.ticket(), newest, at);
    }
  }

  private record Found(StoredTicket ticket, Comment comment) {}

  private Outcome<Found> editable(Caller caller, String ticketId, String commentId) {
    return tickets
        .lock(caller, ticketId)
        .then(stored ->
            readable(caller, stored, commentId)
                .then(comment ->
                    mayEdit(caller, comment)
                        ? Outcome.done(new Found(stored, comment))
                        : Outcome.refused(
                            new Refusal.Forbidden(
                                "Authors edit and delete their comments for %d minutes, admins always."
                                    .formatted(EDITABLE.toMinutes())))));
  }

  private boolean mayEdit(Caller caller, Comment comment) {
    return caller.isAdmin()
        || (caller.id().equals(comment.author().id())
            && clock.instant().isBefore(comment.createdAt().plus(EDITABLE)));
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }
}
