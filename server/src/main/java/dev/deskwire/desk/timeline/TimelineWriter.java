package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.timeline.TimelineEvent.BulkUpdate;
import dev.deskwire.desk.timeline.TimelineEvent.ItemDeleted;
import dev.deskwire.desk.timeline.TimelineEvent.ItemUpdated;
import dev.deskwire.desk.timeline.TimelineEvent.NewItem;
import dev.deskwire.desk.timeline.TimelineEvent.Refresh;
import dev.deskwire.desk.timeline.TimelineRepository.Stored;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes items and the events that tell of them, within the caller's transaction and for whomever
/// the caller has admitted. The timeline is held against other changes first, so its events are in
/// the order of its changes.
@ApplicationScoped
class TimelineWriter {
  private final TimelineRepository items;
  private final ItemRules rules;
  private final EventLog log;

  TimelineWriter(TimelineRepository items, ItemRules rules, EventLog log) {
    this.items = items;
    this.rules = rules;
    this.log = log;
  }

  /// What one input comes to, checked and not written yet.
  ///
  /// @param entityName what its entity is called from now on, `null` as before
  private record Planned(TimelineItem item, boolean isNew, @Nullable String entityName) {}

  Outcome<TimelineItem> add(
      Subject subject, @Nullable ActorRef actor, ItemInput input, Instant now) {
    return added(subject, actor, input, now)
        .map(planned -> {
          var item = write(subject, planned);
          log.append(actor, new NewItem(subject, item.id(), item.internal()), now);
          return item;
        });
  }

  /// @param allowed whether the item may be changed, or why not
  Outcome<TimelineItem> change(
      Subject subject,
      @Nullable ActorRef actor,
      String itemId,
      ItemInput input,
      Function<Stored, Outcome<Stored>> allowed,
      Instant now) {
    return changed(subject, itemId, input, allowed)
        .map(planned -> {
          var item = write(subject, planned);
          log.append(actor, new ItemUpdated(subject, itemId, item.internal()), now);
          return item;
        });
  }

  private Outcome<Planned> added(
      Subject subject, @Nullable ActorRef actor, ItemInput input, Instant now) {
    return rules
        .entityName(subject, input)
        .then(name ->
            rules
                .added(subject, actor, input, now)
                .map(item -> new Planned(item, true, name.orElse(null))));
  }

  private Outcome<Planned> changed(
      Subject subject, String itemId, ItemInput input, Function<Stored, Outcome<Stored>> allowed) {
    return rules
        .entityName(subject, input)
        .then(name ->
            held(subject, itemId, allowed)
                .then(found -> rules.changed(found.item(), input))
                .map(item -> new Planned(item, false, name.orElse(null))));
  }

  private TimelineItem write(Subject subject, Planned planned) {
    var item = planned.item();
    if (subject.access() == null) {
      items.touch(subject.type(), subject.id(), planned.entityName(), item.at());
    }
    if (planned.isNew()) {
      items.insert(item, false);
    } else {
      items.update(item.id(), item.kind(), item.title(), item.body());
    }
    return items.find(subject.type(), subject.id(), item.id()).orElseThrow().item();
  }

  Outcome<TimelineItem> remove(
      Subject subject,
      @Nullable ActorRef actor,
      String itemId,
      Function<Stored, Outcome<Stored>> allowed,
      Instant now) {
    return held(subject, itemId, allowed)
        .map(found -> {
          items.delete(itemId);
          items.settle(subject.type(), subject.id());
          log.append(actor, new ItemDeleted(subject, itemId, found.item().internal()), now);
          return found.item();
        });
  }

  /// Adds and changes several items, all or none; the first refusal is that of all.
  Outcome<List<TimelineItem>> bulk(
      Subject subject,
      @Nullable ActorRef actor,
      List<ItemInput> inputs,
      Function<Stored, Outcome<Stored>> allowed,
      Instant now) {
    var plan = new ArrayList<Planned>();
    var ids = new HashSet<String>();
    for (var input : inputs) {
      var itemId = input.id();
      if (itemId != null && !ids.add(itemId)) {
        return Outcome.refused(
            new Refusal.Invalid("items", "items names the item twice: " + itemId));
      }
      var outcome =
          itemId == null
              ? added(subject, actor, input, now)
              : changed(subject, itemId, input, allowed);
      switch (outcome) {
        case Outcome.Done<Planned>(var planned) -> plan.add(planned);
        case Outcome.Refused<Planned>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    var written = plan.stream().map(planned -> write(subject, planned)).toList();
    tell(subject, actor, written, now);
    return Outcome.done(written);
  }

  /// One event for those items that all readers see, and one for those that are for staff.
  private void tell(
      Subject subject, @Nullable ActorRef actor, List<TimelineItem> written, Instant now) {
    for (var internal : List.of(false, true)) {
      var ids =
          written.stream()
              .filter(item -> item.internal() == internal)
              .map(TimelineItem::id)
              .toList();
      if (!ids.isEmpty()) {
        log.append(actor, new BulkUpdate(subject, ids, internal), now);
      }
    }
  }

  void refresh(Subject subject, @Nullable ActorRef actor, Instant now) {
    log.append(actor, new Refresh(subject, false), now);
  }

  /// Writes what the desk did itself, by one action of `actor`: one event, whatever the number.
  void record(
      Subject subject, @Nullable ActorRef actor, List<TimelineItem> activities, Instant at) {
    activities.forEach(item -> items.insert(item, true));
    if (activities.size() == 1) {
      var item = activities.getFirst();
      log.append(actor, new NewItem(subject, item.id(), item.internal()), at);
    } else {
      tell(subject, actor, activities, at);
    }
  }

  private Outcome<Stored> held(
      Subject subject, String itemId, Function<Stored, Outcome<Stored>> allowed) {
    if (subject.access() == null) {
      items.lock(subject.type(), subject.id());
    }
    return items
        .find(subject.type(), subject.id(), itemId)
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()))
        .then(allowed);
  }
}
