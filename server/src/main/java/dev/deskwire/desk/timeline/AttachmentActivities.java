package dev.deskwire.desk.timeline;

import dev.deskwire.desk.attachment.AttachmentEvent;
import dev.deskwire.desk.attachment.AttachmentEvent.Added;
import dev.deskwire.desk.attachment.AttachmentEvent.Deleted;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.timeline.Activities.Activity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What files write into the timeline of their ticket; of an internal one, for staff alone.
@ApplicationScoped
class AttachmentActivities implements Reaction<AttachmentEvent> {
  private final Activities activities;

  AttachmentActivities(Activities activities) {
    this.activities = activities;
  }

  @Override
  public Class<AttachmentEvent> to() {
    return AttachmentEvent.class;
  }

  @Override
  public void react(AttachmentEvent event, @Nullable ActorRef actor, Instant at) {
    var kind =
        switch (event) {
          case Added _ -> "attachment_added";
          case Deleted _ -> "attachment_deleted";
        };
    activities.record(
        event.ticket().id(),
        event.access(),
        List.of(new Activity(kind, Wording.of(kind), event.internal())),
        actor,
        at);
  }
}
