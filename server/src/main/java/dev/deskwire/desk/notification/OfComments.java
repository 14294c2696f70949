package dev.deskwire.desk.notification;

import dev.deskwire.desk.comment.CommentEvent;
import dev.deskwire.desk.comment.CommentEvent.Added;
import dev.deskwire.desk.comment.CommentEvent.Deleted;
import dev.deskwire.desk.comment.CommentEvent.Edited;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.realtime.Listeners;
import dev.deskwire.desk.realtime.RoomName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells people of comments: those mentioned, then everyone concerned with the ticket and everyone
/// who has it open.
@ApplicationScoped
class OfComments implements Reaction<CommentEvent> {
  private final Notifier notifier;
  private final Listeners listeners;
  private final EventLog log;

  OfComments(Notifier notifier, Listeners listeners, EventLog log) {
    this.notifier = notifier;
    this.listeners = listeners;
    this.log = log;
  }

  @Override
  public Class<CommentEvent> to() {
    return CommentEvent.class;
  }

  private static List<PersonalEvent> mentions(Added added) {
    return added.mentioned().stream()
        .<PersonalEvent>map(person ->
            new PersonalEvent.Mentioned(
                person, added.ticket(), added.access(), added.commentId(), added.internal()))
        .toList();
  }

  @Override
  public void react(CommentEvent event, @Nullable ActorRef actor, Instant at) {
    switch (event) {
      case Added added -> {
        var number = added.ticket().number();
        log.appendAll(actor, mentions(added), at);
        var recipients = new Recipients(actor == null ? null : actor.id());
        recipients.add(
            added.mentioned(), Messages.mention(number, actor == null ? "" : actor.name()));
        recipients.add(added.access().involved(), Messages.comment(number));
        recipients.add(
            listeners.in(new RoomName.OfTicket(added.ticket().id())), Messages.comment(number));
        notifier.tell(
            recipients, new Subject(added.ticket(), added.access(), added.internal()), actor, at);
      }
      case Edited _, Deleted _ -> {
        // those who have the ticket open see it change
      }
    }
  }
}
