package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.ticket.Ticket.LastReply;
import dev.deskwire.desk.ticket.Ticket.Side;
import dev.deskwire.desk.ticket.TicketChange.Values;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What people do with tickets. Each operation is one transaction: load, authorise, decide, write,
/// and append the event that tells of it.
@ApplicationScoped
public class Tickets {
  private final TicketRepository tickets;
  private final TicketInput input;
  private final TicketPlaces places;
  private final Callers callers;
  private final EventLog log;
  private final InstantSource clock;

  Tickets(
      TicketRepository tickets,
      TicketInput input,
      TicketPlaces places,
      Callers callers,
      EventLog log,
      InstantSource clock) {
    this.tickets = tickets;
    this.input = input;
    this.places = places;
    this.callers = callers;
    this.log = log;
    this.clock = clock;
  }

  /// The ticket of that id, whoever asks.
  public Optional<StoredTicket> find(String id) {
    return tickets.find(id);
  }

  /// The ticket, if `caller` may read it.
  public Outcome<StoredTicket> read(Caller caller, String id) {
    return readable(caller, tickets.find(id));
  }

  /// As [#read], holding the ticket against other changes until the caller's transaction ends: for
  /// features whose own writes must be in one order with the ticket's.
  public Outcome<StoredTicket> lock(Caller caller, String id) {
    return readable(caller, tickets.lock(id));
  }

  /// As [#lock(Caller, String)], whoever asks.
  public Optional<StoredTicket> lock(String id) {
    return tickets.lock(id);
  }

  private static Outcome<StoredTicket> readable(Caller caller, Optional<StoredTicket> found) {
    return found
        .filter(stored -> stored.access().readableBy(caller))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  /// Creates a ticket for `caller`, or, as staff, for `request.reporterId`.
  @Transactional
  public Outcome<Ticket> create(Caller caller, CreateTicket request) {
    return create(caller, request, clock.instant());
  }

  /// As [#create(Caller, CreateTicket)], as of `at`.
  @Transactional
  public Outcome<Ticket> create(Caller caller, CreateTicket request, Instant at) {
    var fields = new EnumMap<TicketField, JsonNode>(TicketField.class);
    for (var asked : request.fields().entrySet()) {
      switch (input.value(asked.getKey(), asked.getValue())) {
        case Outcome.Done<JsonNode>(var value) -> fields.put(asked.getKey(), value);
        case Outcome.Refused<JsonNode>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return places
        .forNew(caller, request)
        .then(place ->
            reporter(caller, request, place).then(who -> insert(caller, who, place, fields, at)));
  }

  /// Whom the new ticket is for: the caller, or whom staff name.
  private Outcome<Caller> reporter(Caller caller, CreateTicket request, TicketPlaces.Place place) {
    var id = request.reporterId();
    if (id == null || id.equals(caller.id())) {
      return Outcome.done(caller);
    }
    if (!place.access(caller.id()).staffedBy(caller)) {
      return Outcome.refused(new Refusal.Forbidden("Only staff create tickets for someone else."));
    }
    return callers
        .byId(id)
        .filter(Caller::active)
        .map(Outcome::done)
        .orElseGet(
            () -> invalid("reporterId", "reporterId names nobody who could report a ticket"));
  }

  private Outcome<Ticket> insert(
      Caller caller,
      Caller reporter,
      TicketPlaces.Place place,
      Map<TicketField, JsonNode> fields,
      Instant at) {
    var access = place.access(reporter.id());
    var assigneeId = fields.get(TicketField.ASSIGNEE);
    if (assigneeId != null && !assigneeId.isNull()) {
      if (!access.staffedBy(caller)) {
        return Outcome.refused(new Refusal.Forbidden("Only staff assign tickets."));
      }
      if (assignable(assigneeId.asText(), access).isEmpty()) {
        return notAssignable();
      }
    }
    var id = Ids.next();
    var draft =
        new Ticket(
            id,
            tickets.nextNumber(at),
            text(fields, TicketField.TITLE),
            text(fields, TicketField.DESCRIPTION),
            Status.read(text(fields, TicketField.STATUS)),
            Priority.read(text(fields, TicketField.PRIORITY)),
            place.projectId(),
            place.queueId(),
            PersonRef.of(reporter),
            assigneeId == null || assigneeId.isNull()
                ? null
                : new PersonRef(assigneeId.asText(), ""),
            FieldValues.strings(fields.getOrDefault(TicketField.TAGS, FieldValues.list(Set.of()))),
            List.of(),
            due(fields),
            null,
            1,
            at,
            at);
    tickets.insert(draft);
    var stored = tickets.find(id).orElseThrow();
    log.append(
        ActorRef.of(caller),
        new TicketEvent.Created(stored.ref(), stored.access(), stored.ticket().priority()),
        at);
    moved(caller, stored.ref(), null, place.queueId(), at);
    return Outcome.done(stored.ticket());
  }

  private static String text(Map<TicketField, JsonNode> fields, TicketField field) {
    var value = fields.get(field);
    return value == null ? "" : value.asText();
  }

  private static @Nullable Instant due(Map<TicketField, JsonNode> fields) {
    var value = fields.get(TicketField.DUE);
    return value == null || value.isNull() ? null : Instant.parse(value.asText());
  }

  /// Changes fields of a ticket. Edits of other fields since the version that the sender saw merge;
  /// tags merge as additions and removals; another value for the same field is a conflict that
  /// shows both.
  ///
  /// @param ifMatch the sender's `If-Match`
  @Transactional
  public Outcome<Ticket> patch(Caller caller, String id, @Nullable String ifMatch, JsonNode patch) {
    return patch(caller, id, ifMatch, patch, clock);
  }

  /// As [#patch(Caller, String, String, JsonNode)], as of `at`.
  @Transactional
  public Outcome<Ticket> patch(
      Caller caller, String id, @Nullable String ifMatch, JsonNode patch, Instant at) {
    return patch(caller, id, ifMatch, patch, InstantSource.fixed(at));
  }

  /// @param time is asked once the ticket is locked, so that its changes are in order
  private Outcome<Ticket> patch(
      Caller caller, String id, @Nullable String ifMatch, JsonNode patch, InstantSource time) {
    return lock(caller, id)
        .then(stored ->
            IfMatch.seen(ifMatch, stored.ticket().version())
                .then(seen ->
                    input
                        .patch(patch)
                        .then(wanted -> patch(caller, stored, seen, wanted, time.instant()))));
  }

  private Outcome<Ticket> patch(
      Caller caller,
      StoredTicket stored,
      long seen,
      Map<TicketField, JsonNode> wanted,
      Instant at) {
    for (var field : wanted.keySet()) {
      if (!stored.access().changeableBy(caller, field)) {
        return Outcome.refused(
            new Refusal.Forbidden(
                "You may read this ticket, but not change " + field.json() + "."));
      }
    }
    return merge(stored.ticket(), seen, wanted)
        .then(changes ->
            checked(caller, stored, changes)
                .map(_ ->
                    changes.isEmpty()
                        ? stored.ticket()
                        : apply(caller, stored, changes, stored.ticket().lastReply(), at)));
  }

  /// What really changes, or the fields that someone else gave another value meanwhile.
  private Outcome<Map<TicketField, Values>> merge(
      Ticket current, long seen, Map<TicketField, JsonNode> wanted) {
    var bases =
        seen == current.version()
            ? Map.<TicketField, JsonNode>of()
            : tickets.changedSince(current.id(), seen);
    var changes = new EnumMap<TicketField, Values>(TicketField.class);
    var conflicts = new ArrayList<Map<String, Object>>();
    wanted.forEach((field, asked) -> {
      var now = FieldValues.of(current, field);
      var base = bases.get(field);
      var to =
          field == TicketField.TAGS && base != null
              ? FieldValues.mergeTags(base, asked, now)
              : asked;
      if (to.equals(now)) {
        return;
      }
      if (base != null && field != TicketField.TAGS) {
        conflicts.add(Map.of("field", field.json(), "yours", asked, "theirs", now));
      } else {
        changes.put(field, new Values(now, to));
      }
    });
    if (!conflicts.isEmpty()) {
      return Outcome.refused(Refusal.conflicts(conflicts));
    }
    var tags = changes.get(TicketField.TAGS);
    return tags != null && tags.to().size() > input.maxTags()
        ? invalid("tags", "at most " + input.maxTags() + " tags are allowed")
        : Outcome.done(changes);
  }

  /// Whether the ids in the changes name things that the caller may use and that fit together.
  private Outcome<Boolean> checked(
      Caller caller, StoredTicket stored, Map<TicketField, Values> changes) {
    var access = stored.access();
    var queue = changes.get(TicketField.QUEUE);
    if (queue != null) {
      var place =
          places.queueOf(
              caller, access.projectId(), queue.to().isNull() ? null : queue.to().asText());
      if (place.isEmpty()) {
        return invalid("queueId", "queueId names no queue of this ticket's project");
      }
      access =
          new TicketAccess(
              access.projectId(),
              place.get().queueId(),
              place.get().teamId(),
              access.reporterId(),
              access.assigneeId(),
              access.followers());
    }
    var assignee = changes.get(TicketField.ASSIGNEE);
    if (assignee != null
        && !assignee.to().isNull()
        && assignable(assignee.to().asText(), access).isEmpty()) {
      return notAssignable();
    }
    return Outcome.done(true);
  }

  /// A ticket is assigned to someone who can then read it.
  private Optional<Caller> assignable(String userId, TicketAccess access) {
    var assigned =
        new TicketAccess(
            access.projectId(),
            access.queueId(),
            access.teamId(),
            access.reporterId(),
            userId,
            access.followers());
    return callers.byId(userId).filter(assigned::readableBy);
  }

  private static <T> Outcome<T> notAssignable() {
    return invalid("assigneeId", "assigneeId names nobody who could work on this ticket");
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }

  private Ticket apply(
      Caller caller,
      StoredTicket before,
      Map<TicketField, Values> fields,
      @Nullable LastReply lastReply,
      Instant at) {
    var id = before.ticket().id();
    var change =
        new TicketChange(before.ticket().version() + 1, at, caller.id(), fields, lastReply);
    tickets.update(id, change);
    var after = tickets.find(id).orElseThrow();
    var changes = change.references();
    if (!Objects.equals(before.ticket().lastReply(), lastReply)) {
      changes.put("lastReply", Map.of());
    }
    log.append(
        ActorRef.of(caller), new TicketEvent.Changed(after.ref(), after.access(), changes), at);
    if (fields.containsKey(TicketField.QUEUE)) {
      moved(caller, after.ref(), before.access().queueId(), after.access().queueId(), at);
    }
    return after.ticket();
  }

  /// Tells the queue that the ticket left and the one that it entered.
  private void moved(
      Caller caller, TicketRef ticket, @Nullable String from, @Nullable String to, Instant at) {
    if (from != null) {
      log.append(ActorRef.of(caller), new QueueEvent.TicketRemoved(from, ticket.id()), at);
    }
    if (to != null) {
      log.append(ActorRef.of(caller), new QueueEvent.TicketAdded(to, ticket.id()), at);
    }
  }

  /// Notes that a public comment was written, on a ticket that the caller's transaction has locked:
  /// it becomes the last reply, and a reporter's reply opens a ticket that waited for one.
  public Ticket replied(Caller caller, StoredTicket stored, Instant at) {
    var fields = new EnumMap<TicketField, Values>(TicketField.class);
    var status = stored.ticket().status();
    boolean awaited = status == Status.WAITING || status == Status.RESOLVED;
    if (awaited && caller.id().equals(stored.access().reporterId())) {
      fields.put(
          TicketField.STATUS,
          new Values(TextNode.valueOf(status.wire()), TextNode.valueOf(Status.OPEN.wire())));
    }
    return apply(caller, stored, fields, new LastReply(at, sideOf(caller, stored.access())), at);
  }

  /// Notes that the public comments changed otherwise: one was edited or deleted.
  ///
  /// @param newest the newest public comment that is left
  public Ticket commentsChanged(
      Caller caller, StoredTicket stored, @Nullable LastReply newest, Instant at) {
    return apply(caller, stored, new EnumMap<>(TicketField.class), newest, at);
  }

  /// On which side of a ticket `caller` writes.
  public static Side sideOf(Caller caller, TicketAccess access) {
    return access.staffedBy(caller) ? Side.staff : Side.customer;
  }

  /// Who may read each of these tickets now, in one query; those that are gone are missing.
  public Map<String, TicketAccess> accessOf(Collection<String> ids) {
    return tickets.accessOf(ids);
  }

  /// Who may read what these things belong to, asked once for all of them. A ticket that is gone is
  /// kept from nobody: the event that says so is still to come.
  ///
  /// @param ticketId empty for a thing of no ticket, which is kept from nobody either
  public <T> BiPredicate<T, Caller> stillReadable(
      Collection<T> things, Function<T, Optional<String>> ticketId) {
    var now = accessOf(things.stream().map(ticketId).flatMap(Optional::stream).toList());
    return (thing, caller) ->
        ticketId.apply(thing).map(now::get).filter(access -> !access.readableBy(caller)).isEmpty();
  }

  /// The same events with the access that their tickets have now, all read in one query; an event
  /// of a ticket that is gone keeps what it has. For the replays of [AudienceRule].
  public <E> List<E> asOfNow(
      List<E> events, Function<E, String> ticketId, BiFunction<E, TicketAccess, E> withAccess) {
    var now = accessOf(events.stream().map(ticketId).toList());
    return events.stream()
        .map(event -> {
          var access = now.get(ticketId.apply(event));
          return access == null ? event : withAccess.apply(event, access);
        })
        .toList();
  }

  /// Makes `userId` a follower, or no longer one. Staff do so for anyone who may be told of the
  /// ticket; the others for themselves.
  @Transactional
  public Outcome<Ticket> follow(Caller caller, String id, String userId, boolean follow) {
    return follow(caller, id, userId, follow, clock);
  }

  /// As [#follow(Caller, String, String, boolean)], as of `at`.
  @Transactional
  public Outcome<Ticket> follow(
      Caller caller, String id, String userId, boolean follow, Instant at) {
    return follow(caller, id, userId, follow, InstantSource.fixed(at));
  }

  private Outcome<Ticket> follow(
      Caller caller, String id, String userId, boolean follow, InstantSource time) {
    return lock(caller, id)
        .then(stored -> {
          var who = userId.equals("me") ? caller.id() : userId;
          if (!who.equals(caller.id()) && !stored.access().staffedBy(caller)) {
            return Outcome.refused(
                new Refusal.Forbidden("Only staff choose who else follows a ticket."));
          }
          if (follow && !followable(who, stored.access())) {
            return Outcome.refused(Refusal.notFound());
          }
          return Outcome.done(follow(caller, stored, who, follow, time.instant()));
        });
  }

  /// Following lets sales and customers read; agents must be members already.
  private boolean followable(String userId, TicketAccess access) {
    var followers = new HashSet<>(access.followers());
    followers.add(userId);
    var followed =
        new TicketAccess(
            access.projectId(),
            access.queueId(),
            access.teamId(),
            access.reporterId(),
            access.assigneeId(),
            followers);
    return callers.byId(userId).filter(followed::readableBy).isPresent();
  }

  private Ticket follow(
      Caller caller, StoredTicket before, String userId, boolean follow, Instant at) {
    var id = before.ticket().id();
    boolean changed = follow ? tickets.follow(id, userId) : tickets.unfollow(id, userId);
    if (!changed) {
      return before.ticket();
    }
    tickets.update(
        id,
        new TicketChange(
            before.ticket().version() + 1,
            at,
            caller.id(),
            new EnumMap<>(TicketField.class),
            before.ticket().lastReply()));
    var after = tickets.find(id).orElseThrow();
    var followers = new LinkedHashMap<String, Object>();
    followers.put("from", before.ticket().followers());
    followers.put("to", after.ticket().followers());
    log.append(
        ActorRef.of(caller),
        new TicketEvent.Changed(after.ref(), after.access(), Map.of("followers", followers)),
        at);
    return after.ticket();
  }

  /// Deletes a ticket with all that hangs on it.
  @Transactional
  public Outcome<Ticket> delete(Caller caller, String id) {
    return lock(caller, id)
        .then(stored -> {
          if (!caller.isAdmin()) {
            return Outcome.refused(new Refusal.Forbidden("Only admins delete tickets."));
          }
          var at = clock.instant();
          log.append(
              ActorRef.of(caller), new TicketEvent.Deleted(stored.ref(), stored.access()), at);
          moved(caller, stored.ref(), stored.access().queueId(), null, at);
          tickets.delete(id);
          return Outcome.done(stored.ticket());
        });
  }
}
