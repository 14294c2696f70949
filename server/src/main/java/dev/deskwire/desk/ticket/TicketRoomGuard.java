package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.RoomGuard;
import dev.deskwire.desk.realtime.RoomName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// A ticket's room is joined by who may read the ticket.
@ApplicationScoped
class TicketRoomGuard implements RoomGuard {
  private final Tickets tickets;

  TicketRoomGuard(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public boolean guards(RoomName room) {
    return room instanceof RoomName.OfTicket;
  }

  @Override
  public boolean admits(RoomName room, Caller caller) {
    return room instanceof RoomName.OfTicket(var id)
        && tickets.read(caller, id) instanceof Outcome.Done<StoredTicket>;
  }

  @Override
  public BiPredicate<RoomName, Caller> staying(Set<RoomName> rooms) {
    return tickets.stillReadable(
        rooms,
        room -> room instanceof RoomName.OfTicket(var id) ? Optional.of(id) : Optional.empty());
  }
}
