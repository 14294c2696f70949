package dev.deskwire.desk.attachment;

import dev.deskwire.desk.attachment.AttachmentEvent.Added;
import dev.deskwire.desk.attachment.AttachmentEvent.Deleted;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// Who hears of a file: those at its ticket who may have it.
@ApplicationScoped
class AttachmentAudience implements AudienceRule<AttachmentEvent> {
  private final Tickets tickets;

  AttachmentAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<AttachmentEvent> family() {
    return AttachmentEvent.class;
  }

  @Override
  public Delivery deliver(AttachmentEvent event, Rights rights) {
    var name =
        switch (event) {
          case Added _ -> "attachment:added";
          case Deleted _ -> "attachment:deleted";
        };
    var access = event.access().at(rights);
    return new Delivery(
        List.of(name),
        Fields.of(
            "ticket",
            event.ticket(),
            "attachment",
            Fields.of("id", event.attachmentId(), "internal", event.internal())),
        Set.of(new RoomName.OfTicket(event.ticket().id())),
        caller -> access.readableBy(caller, event.internal()));
  }

  @Override
  public List<AttachmentEvent> asOfNow(List<AttachmentEvent> events) {
    return tickets.asOfNow(events, event -> event.ticket().id(), AttachmentEvent::withAccess);
  }
}
