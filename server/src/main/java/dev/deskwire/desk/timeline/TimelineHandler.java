package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.ticket.Tickets;
import dev.deskwire.desk.timeline.Subscriptions.Stats;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Timelines for code that runs within the desk: it is trusted, and asked for no rights. What it
/// writes is stored and told in the caller's transaction, or in one of its own; who may not read an
/// entity is told nothing.
///
/// `actor` is who did it, `null` for the desk itself. A refusal says which value cannot be used, or
/// that there is no such ticket, type or item. Safe for any thread; blocks.
@ApplicationScoped
public class TimelineHandler {
  private final TimelineWriter writer;
  private final Tickets tickets;
  private final EntityTypes types;
  private final Subscriptions subscriptions;
  private final InstantSource clock;

  TimelineHandler(
      TimelineWriter writer,
      Tickets tickets,
      EntityTypes types,
      Subscriptions subscriptions,
      InstantSource clock) {
    this.writer = writer;
    this.tickets = tickets;
    this.types = types;
    this.subscriptions = subscriptions;
    this.clock = clock;
  }

  /// Adds an item and tells of it: `timeline:new_item`.
  @Transactional
  public Outcome<TimelineItem> broadcastNewItem(
      @Nullable ActorRef actor, String entityType, String entityId, ItemInput item) {
    return subject(entityType, entityId)
        .then(subject -> writer.add(subject, actor, item, clock.instant()));
  }

  /// Changes an item and tells of it: `timeline:item_updated`.
  @Transactional
  public Outcome<TimelineItem> broadcastItemUpdated(
      @Nullable ActorRef actor,
      String entityType,
      String entityId,
      String itemId,
      ItemInput change) {
    return subject(entityType, entityId)
        .then(subject ->
            writer.change(subject, actor, itemId, change, Outcome::done, clock.instant()));
  }

  /// Takes an item away and tells of it: `timeline:item_deleted`.
  @Transactional
  public Outcome<TimelineItem> broadcastItemDeleted(
      @Nullable ActorRef actor, String entityType, String entityId, String itemId) {
    return subject(entityType, entityId)
        .then(subject -> writer.remove(subject, actor, itemId, Outcome::done, clock.instant()));
  }

  /// Tells readers to read the whole timeline anew: `timeline:refresh`.
  @Transactional
  public Outcome<Boolean> broadcastRefresh(
      @Nullable ActorRef actor, String entityType, String entityId) {
    return subject(entityType, entityId)
        .map(subject -> {
          writer.refresh(subject, actor, clock.instant());
          return true;
        });
  }

  /// Adds items, and changes those that have an id, all or none, and tells of it once:
  /// `timeline:bulk_update`.
  @Transactional
  public Outcome<List<TimelineItem>> broadcastBulkUpdate(
      @Nullable ActorRef actor, String entityType, String entityId, List<ItemInput> items) {
    return subject(entityType, entityId)
        .then(subject -> writer.bulk(subject, actor, items, Outcome::done, clock.instant()));
  }

  /// Whether anybody has subscribed to the timeline, on this node.
  public boolean hasSubscribers(String entityType, String entityId) {
    return getSubscriberCount(entityType, entityId) > 0;
  }

  /// How many connections have subscribed to the timeline, on this node.
  public int getSubscriberCount(String entityType, String entityId) {
    return subscriptions.count(entityType, entityId);
  }

  /// Who has subscribed to what, in numbers, on this node.
  public Stats getStats() {
    return subscriptions.stats();
  }

  private Outcome<Subject> subject(String type, String id) {
    if (type.equals(EntityTypes.TICKET)) {
      return tickets
          .lock(id)
          .map(stored -> Outcome.done(new Subject(type, id, stored.access())))
          .orElseGet(() -> Outcome.refused(Refusal.notFound()));
    }
    return types.contains(type) && Timelines.isEntityId(id)
        ? Outcome.done(new Subject(type, id, null))
        : Outcome.refused(Refusal.notFound());
  }
}
