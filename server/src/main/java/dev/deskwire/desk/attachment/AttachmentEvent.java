package dev.deskwire.desk.attachment;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketRef;

/// A fact about one file.
public sealed interface AttachmentEvent extends DomainEvent {
  TicketRef ticket();

  TicketAccess access();

  String attachmentId();

  boolean internal();

  AttachmentEvent withAccess(TicketAccess now);

  @EventKind("attachment.added")
  record Added(TicketRef ticket, TicketAccess access, String attachmentId, boolean internal)
      implements AttachmentEvent {
    @Override
    public AttachmentEvent withAccess(TicketAccess now) {
      return new Added(ticket, now, attachmentId, internal);
    }
  }

  @EventKind("attachment.deleted")
  record Deleted(TicketRef ticket, TicketAccess access, String attachmentId, boolean internal)
      implements AttachmentEvent {
    @Override
    public AttachmentEvent withAccess(TicketAccess now) {
      return new Deleted(ticket, now, attachmentId, internal);
    }
  }
}
