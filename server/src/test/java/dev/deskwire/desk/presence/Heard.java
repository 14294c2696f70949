package dev.deskwire.desk.presence;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// What presence has told, in its order.
@ApplicationScoped
class Heard implements PresenceListener {
  private final List<PresenceEvent> events = new CopyOnWriteArrayList<>();

  @Override
  public boolean isListening() {
    return true;
  }

  @Override
  public void happened(PresenceEvent event) {
    events.add(event);
  }

  /// Everything about the viewers of a ticket.
  List<PresenceEvent.OfTicket> of(String ticketId) {
    return events.stream()
        .filter(PresenceEvent.OfTicket.class::isInstance)
        .map(PresenceEvent.OfTicket.class::cast)
        .filter(event -> event.place().ticketId().equals(ticketId))
        .toList();
  }

  /// Those of a kind about a ticket.
  <E extends PresenceEvent.OfTicket> List<E> of(String ticketId, Class<E> kind) {
    return of(ticketId).stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// Those of a kind about a project.
  <E extends PresenceEvent.OfProject> List<E> in(String projectId, Class<E> kind) {
    return events.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(event -> event.projectId().equals(projectId))
        .toList();
  }
}
