package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import dev.deskwire.desk.ticket.TicketEvent;
import dev.deskwire.desk.ticket.TicketEvent.Changed;
import dev.deskwire.desk.ticket.TicketEvent.Created;
import dev.deskwire.desk.ticket.TicketEvent.Deleted;
import dev.deskwire.desk.ticket.TicketField;
import dev.deskwire.desk.timeline.Activities.Activity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tickets write into their timelines of themselves: one item for each field that an action
/// changed. A ticket's timeline goes with it.
@ApplicationScoped
class TicketActivities implements Reaction<TicketEvent> {
  private final Activities activities;
  private final TimelineRepository items;
  private final Callers callers;

  TicketActivities(Activities activities, TimelineRepository items, Callers callers) {
    this.activities = activities;
    this.items = items;
    this.callers = callers;
  }

  @Override
  public Class<TicketEvent> to() {
    return TicketEvent.class;
  }

  @Override
  public void react(TicketEvent event, @Nullable ActorRef actor, Instant at) {
    var id = event.ticket().id();
    switch (event) {
      case Created created ->
          activities.record(
              id,
              created.access(),
              List.of(Activity.of("created", Wording.of("created"))),
              actor,
              at);
      case Changed changed -> activities.record(id, changed.access(), ofChange(changed), actor, at);
      case Deleted _ -> items.deleteAll(EntityTypes.TICKET, id);
    }
  }

  private List<Activity> ofChange(Changed changed) {
    return Arrays.stream(TicketField.values())
        .filter(changed::changes)
        .map(field -> ofField(changed, field))
        .toList();
  }

  private Activity ofField(Changed changed, TicketField field) {
    return switch (field) {
      case STATUS ->
          Activity.of(
              "status_changed",
              Wording.status(status(changed.from(field)), status(changed.to(field))));
      case PRIORITY ->
          Activity.of(
              "priority_changed",
              Wording.priority(priority(changed.from(field)), priority(changed.to(field))));
      case ASSIGNEE -> assigned(changed.to(field));
      case QUEUE -> Activity.of("queue_changed", Wording.of(queue(changed)));
      case TITLE -> Activity.of("title_changed", Wording.of("title_changed"));
      case DESCRIPTION -> Activity.of("description_changed", Wording.of("description_changed"));
      case TAGS -> Activity.of("tags_changed", Wording.of("tags_changed"));
      case DUE -> Activity.of("due_changed", Wording.of("due_changed"));
    };
  }

  private static Status status(@Nullable String wire) {
    return Status.of(String.valueOf(wire)).orElseThrow();
  }

  private static Priority priority(@Nullable String wire) {
    return Priority.of(String.valueOf(wire)).orElseThrow();
  }

  private Activity assigned(@Nullable String userId) {
    var title =
        userId == null
            ? Wording.of("unassigned")
            : Wording.assigned(callers.byId(userId).map(Caller::name).orElseThrow());
    return Activity.of("assigned", title);
  }

  private static String queue(Changed changed) {
    if (changed.from(TicketField.QUEUE) == null) {
      return "queue_entered";
    }
    return changed.to(TicketField.QUEUE) == null ? "queue_left" : "queue_moved";
  }
}
