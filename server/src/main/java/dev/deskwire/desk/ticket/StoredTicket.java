package dev.deskwire.desk.ticket;

/// A ticket together with what decides who may read it.
public record StoredTicket(Ticket ticket, TicketAccess access) {
  public TicketRef ref() {
    return ticket.ref();
  }
}
