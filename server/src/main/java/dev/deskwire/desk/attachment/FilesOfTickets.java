package dev.deskwire.desk.attachment;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.Reaction;
import dev.deskwire.desk.platform.AfterTransaction;
import dev.deskwire.desk.ticket.TicketEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The bytes of the files of a deleted ticket go with it; that the ticket is gone says enough of
/// them.
@ApplicationScoped
class FilesOfTickets implements Reaction<TicketEvent> {
  private final AttachmentRepository attachments;
  private final Blobs blobs;
  private final AfterTransaction afterTransaction;

  FilesOfTickets(AttachmentRepository attachments, Blobs blobs, AfterTransaction afterTransaction) {
    this.attachments = attachments;
    this.blobs = blobs;
    this.afterTransaction = afterTransaction;
  }

  @Override
  public Class<TicketEvent> to() {
    return TicketEvent.class;
  }

  @Override
  public void react(TicketEvent event, @Nullable ActorRef actor, Instant at) {
    switch (event) {
      case TicketEvent.Deleted deleted -> {
        var files = attachments.idsOf(deleted.ticket().id());
        afterTransaction.ifCommitted(() -> blobs.delete(files));
      }
      case TicketEvent.Created _, TicketEvent.Changed _ -> {
        // its files stay
      }
    }
  }
}
