package dev.deskwire.desk.ticket;

import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.QueueEvent.TicketAdded;
import dev.deskwire.desk.ticket.QueueEvent.TicketRemoved;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// Who hears that a queue gained or lost a ticket: those in its room, by the right to the queue.
@ApplicationScoped
class QueueAudience implements AudienceRule<QueueEvent> {
  @Override
  public Class<QueueEvent> family() {
    return QueueEvent.class;
  }

  @Override
  public Delivery deliver(QueueEvent event, Rights rights) {
    var name =
        switch (event) {
          case TicketAdded _ -> "queue:ticket_added";
          case TicketRemoved _ -> "queue:ticket_removed";
        };
    var room = new RoomName.OfQueue(event.queueId());
    return new Delivery(
        List.of(name),
        Fields.of("queueId", event.queueId(), "ticket", Fields.of("id", event.ticketId())),
        Set.of(room),
        caller -> room.admits(caller, rights));
  }
}
