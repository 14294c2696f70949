package dev.deskwire.desk.timeline;

import dev.deskwire.desk.comment.CommentEvent;
import dev.deskwire.desk.comment.CommentEvent.Added;
import dev.deskwire.desk.comment.CommentEvent.Deleted;
import dev.deskwire.desk.comment.CommentEvent.Edited;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.timeline.Activities.Activity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What comments write into the timeline of their ticket; of an internal note, for staff alone.
@ApplicationScoped
class CommentActivities implements Reaction<CommentEvent> {
  private final Activities activities;

  CommentActivities(Activities activities) {
    this.activities = activities;
  }

  @Override
  public Class<CommentEvent> to() {
    return CommentEvent.class;
  }

  @Override
  public void react(CommentEvent event, @Nullable ActorRef actor, Instant at) {
    var done =
        switch (event) {
          case Added _ -> "added";
          case Edited _ -> "edited";
          case Deleted _ -> "deleted";
        };
    var title = Wording.of((event.internal() ? "note_" : "comment_") + done);
    activities.record(
        event.ticket().id(),
        event.access(),
        List.of(new Activity("comment_" + done, title, event.internal())),
        actor,
        at);
  }
}
