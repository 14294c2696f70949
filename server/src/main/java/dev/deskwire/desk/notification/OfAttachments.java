package dev.deskwire.desk.notification;

import dev.deskwire.desk.attachment.AttachmentEvent;
import dev.deskwire.desk.attachment.AttachmentEvent.Added;
import dev.deskwire.desk.attachment.AttachmentEvent.Deleted;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.realtime.Listeners;
import dev.deskwire.desk.realtime.RoomName;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells people of files: everyone concerned with the ticket and everyone who has it open.
@ApplicationScoped
class OfAttachments implements Reaction<AttachmentEvent> {
  private final Notifier notifier;
  private final Listeners listeners;

  OfAttachments(Notifier notifier, Listeners listeners) {
    this.notifier = notifier;
    this.listeners = listeners;
  }

  @Override
  public Class<AttachmentEvent> to() {
    return AttachmentEvent.class;
  }

  @Override
  public void react(AttachmentEvent event, @Nullable ActorRef actor, Instant at) {
    switch (event) {
      case Added added -> {
        var notice = Messages.attachment(added.ticket().number());
        var recipients = new Recipients(actor == null ? null : actor.id());
        recipients.add(added.access().involved(), notice);
        recipients.add(listeners.in(new RoomName.OfTicket(added.ticket().id())), notice);
        notifier.tell(
            recipients, new Subject(added.ticket(), added.access(), added.internal()), actor, at);
      }
      case Deleted _ -> {
        // nobody needs to be told that a file is gone
      }
    }
  }
}
