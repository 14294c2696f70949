package dev.deskwire.desk.metrics;

import dev.deskwire.desk.comment.CommentEvent;
import dev.deskwire.desk.comment.CommentEvent.Added;
import dev.deskwire.desk.comment.CommentEvent.Deleted;
import dev.deskwire.desk.comment.CommentEvent.Edited;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Takes the time to the first public comment of staff. One that is deleted is none: then the next
/// one was the first.
@ApplicationScoped
class TimingComments implements Reaction<CommentEvent> {
  private final MetricsRepository metrics;

  TimingComments(MetricsRepository metrics) {
    this.metrics = metrics;
  }

  @Override
  public Class<CommentEvent> to() {
    return CommentEvent.class;
  }

  @Override
  public void react(CommentEvent event, @Nullable ActorRef actor, Instant at) {
    if (event.internal()) {
      return;
    }
    switch (event) {
      case Added added -> metrics.time(added.ticket().id(), null);
      // its row is still there
      case Deleted deleted -> metrics.time(deleted.ticket().id(), deleted.commentId());
      case Edited _ -> {
        // it was written when it was written
      }
    }
  }
}
