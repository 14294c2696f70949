package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.Tickets;
import dev.deskwire.desk.timeline.TimelineRepository.Position;
import dev.deskwire.desk.timeline.TimelineRepository.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What people and programs do with timelines, under their rights.
@ApplicationScoped
public class Timelines {
  /// Items in one bulk call: as many as a page.
  private static final int MAX_BULK = Page.MAX;

  /// Longer than any id in use; what is longer names nothing.
  private static final int MAX_ENTITY_ID = 200;

  private final TimelineRepository items;
  private final TimelineWriter writer;
  private final EntityTypes types;
  private final Tickets tickets;
  private final InstantSource clock;

  Timelines(
      TimelineRepository items,
      TimelineWriter writer,
      EntityTypes types,
      Tickets tickets,
      InstantSource clock) {
    this.items = items;
    this.writer = writer;
    this.types = types;
    this.tickets = tickets;
    this.clock = clock;
  }

  /// A timeline that `caller` may read. An entity other than a ticket need not have been heard of.
  Outcome<Subject> readable(Caller caller, String type, String entityId) {
    return subject(caller, type, entityId, id -> tickets.read(caller, id));
  }

  /// As [#readable], with the ticket held against changes until the transaction ends.
  private Outcome<Subject> held(Caller caller, String type, String entityId) {
    return subject(caller, type, entityId, id -> tickets.lock(caller, id));
  }

  private Outcome<Subject> subject(
      Caller caller, String type, String entityId, Function<String, Outcome<StoredTicket>> ticket) {
    if (type.equals(EntityTypes.TICKET)) {
      return ticket.apply(entityId).map(stored -> new Subject(type, entityId, stored.access()));
    }
    return isEntityId(entityId) && types.mayRead(type, caller)
        ? Outcome.done(new Subject(type, entityId, null))
        : Outcome.refused(Refusal.notFound());
  }

  static boolean isEntityId(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ENTITY_ID
        && id.codePoints().noneMatch(Character::isISOControl);
  }

  private static boolean readsInternal(Caller caller, Subject subject) {
    var access = subject.access();
    return access == null ? caller.isStaff() : access.staffedBy(caller);
  }

  /// The timeline of an entity, newest first.
  public Outcome<Page<TimelineItem>> list(
      Caller caller, String type, String entityId, @Nullable String cursor, int limit) {
    return readable(caller, type, entityId)
        .then(subject ->
            position(cursor)
                .map(after ->
                    Page.of(
                        items.list(
                            type,
                            entityId,
                            readsInternal(caller, subject),
                            after.orElse(null),
                            limit + 1),
                        limit,
                        item -> Cursor.encode(item.at().toString(), item.id()))));
  }

  /// The entities of a type, those with the latest news first: tickets that `caller` may read; of
  /// other types, for staff who may read them, everything that has a timeline.
  ///
  /// @param q part of their name; of a ticket's number or title
  public Outcome<Page<TimelineEntity>> entities(
      Caller caller, String type, @Nullable String q, @Nullable String cursor, int limit) {
    if (!types.contains(type)) {
      return Outcome.refused(Refusal.notFound());
    }
    var like = q == null || q.isBlank() ? null : "%" + Text.likeLiteral(q.strip()) + "%";
    return position(cursor)
        .map(after ->
            Page.of(
                entities(caller, type, like, after.orElse(null), limit + 1),
                limit,
                entity -> Cursor.encode(entity.lastAt().toString(), entity.entityId())));
  }

  private List<TimelineEntity> entities(
      Caller caller, String type, @Nullable String like, @Nullable Position after, int limit) {
    if (type.equals(EntityTypes.TICKET)) {
      return items.tickets(caller, like, after, limit);
    }
    return caller.isStaff() && types.mayRead(type, caller)
        ? items.entities(type, like, after, limit)
        : List.of();
  }

  private static Outcome<Optional<Position>> position(@Nullable String cursor) {
    if (cursor == null) {
      return Outcome.done(Optional.empty());
    }
    return Cursor.decode(cursor, 2)
        .then(keys -> {
          try {
            return Outcome.done(
                Optional.of(new Position(Instant.parse(keys.getFirst()), keys.getLast())));
          } catch (DateTimeException notATime) {
            return Cursor.foreign();
          }
        });
  }

  public Outcome<TimelineItem> read(Caller caller, String type, String entityId, String itemId) {
    return readable(caller, type, entityId)
        .then(subject ->
            items
                .find(type, entityId, itemId)
                .filter(found -> !found.item().internal() || readsInternal(caller, subject))
                .map(found -> Outcome.done(found.item()))
                .orElseGet(() -> Outcome.refused(Refusal.notFound())));
  }

  /// Adds an item: of those who read the timeline, staff does; to a ticket's, its staff.
  @Transactional
  public Outcome<TimelineItem> add(Caller caller, String type, String entityId, ItemInput input) {
    return writable(caller, type, entityId)
        .then(subject -> writer.add(subject, ActorRef.of(caller), input, clock.instant()));
  }

  private Outcome<Subject> writable(Caller caller, String type, String entityId) {
    return held(caller, type, entityId)
        .then(subject ->
            readsInternal(caller, subject)
                ? Outcome.done(subject)
                : Outcome.refused(new Refusal.Forbidden("Only staff write in timelines.")));
  }

  /// Changes an item: who added it may, and admins.
  @Transactional
  public Outcome<TimelineItem> change(
      Caller caller, String type, String entityId, String itemId, ItemInput input) {
    return writable(caller, type, entityId)
        .then(subject ->
            writer.change(
                subject,
                ActorRef.of(caller),
                itemId,
                input,
                found -> changeable(caller, found),
                clock.instant()));
  }

  private static Outcome<Stored> changeable(Caller caller, Stored found) {
    var actor = found.item().actor();
    if (found.recorded()) {
      return Outcome.refused(
          new Refusal.Forbidden("What the desk recorded itself stays as it is."));
    }
    return caller.isAdmin() || (actor != null && actor.id().equals(caller.id()))
        ? Outcome.done(found)
        : Outcome.refused(
            new Refusal.Forbidden("Who added an item changes it or takes it away, and admins."));
  }

  @Transactional
  public Outcome<TimelineItem> remove(Caller caller, String type, String entityId, String itemId) {
    return writable(caller, type, entityId)
        .then(subject ->
            writer.remove(
                subject,
                ActorRef.of(caller),
                itemId,
                found -> changeable(caller, found),
                clock.instant()));
  }

  /// Adds and changes several items of one entity, all of them or none, and tells of it once.
  @Transactional
  public Outcome<List<TimelineItem>> bulk(
      Caller caller, String type, String entityId, List<ItemInput> inputs) {
    return writable(caller, type, entityId)
        .then(subject ->
            inputs.isEmpty() || inputs.size() > MAX_BULK
                ? Outcome.refused(
                    new Refusal.Invalid("items", "items must be 1 to " + MAX_BULK + " items"))
                : writer.bulk(
                    subject,
                    ActorRef.of(caller),
                    inputs,
                    found -> changeable(caller, found),
                    clock.instant()));
  }

  /// Tells the readers of a timeline to read it anew.
  @Transactional
  public Outcome<Subject> refresh(Caller caller, String type, String entityId) {
    return writable(caller, type, entityId)
        .map(subject -> {
          writer.refresh(subject, ActorRef.of(caller), clock.instant());
          return subject;
        });
  }
}
