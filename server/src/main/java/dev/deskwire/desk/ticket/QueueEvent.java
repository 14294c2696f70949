package dev.deskwire.desk.ticket;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;

/// A ticket entered or left a queue. Those who watch the queue hear no more of a ticket that left
/// it than its id.
public sealed interface QueueEvent extends DomainEvent {
  String queueId();

  String ticketId();

  @EventKind("queue.ticket_added")
  record TicketAdded(String queueId, String ticketId) implements QueueEvent {}

  @EventKind("queue.ticket_removed")
  record TicketRemoved(String queueId, String ticketId) implements QueueEvent {}
}
