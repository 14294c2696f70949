package dev.deskwire.desk.extension;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.realtime.RightsModel;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.TicketReaders;
import dev.deskwire.desk.ticket.Tickets;
import dev.deskwire.extension.Person;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/// What extensions may know of people.
@ApplicationScoped
class People {
  private final Callers callers;
  private final RightsModel rights;
  private final Tickets tickets;
  private final TicketReaders readers;

  People(Callers callers, RightsModel rights, Tickets tickets, TicketReaders readers) {
    this.callers = callers;
    this.rights = rights;
    this.tickets = tickets;
    this.readers = readers;
  }

  Optional<Person> find(String userId) {
    return callers.byId(userId).filter(Caller::active).map(Terms::person);
  }

  /// Somebody connected, with the rights that this node has applied. Asks the database only while
  /// it has not heard of them yet.
  Optional<Caller> connected(String userId) {
    return rights.person(userId).or(() -> callers.byId(userId)).filter(Caller::active);
  }

  boolean mayRead(String userId, String ticketId) {
    return callers
        .byId(userId)
        .filter(caller -> tickets.read(caller, ticketId) instanceof Outcome.Done<StoredTicket>)
        .isPresent();
  }

  List<Person> readers(String ticketId, boolean internal) {
    return tickets.find(ticketId).stream()
        .flatMap(stored -> readers.of(stored.access(), internal).stream())
        .map(Terms::person)
        .toList();
  }
}
