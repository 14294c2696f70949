package dev.deskwire.desk.presence;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.realtime.EventWatcher;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.RoomWatcher;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.ticket.TicketEvent;
import jakarta.enterprise.context.ApplicationScoped;

/// Keeps presence in step with the rooms of this node's sockets and with the log, in their order
/// but not on their threads.
@ApplicationScoped
class PresenceWatch implements RoomWatcher, EventWatcher {
  private final TicketPresence tickets;
  private final ProjectPresence projects;
  private final PresenceBroadcast broadcast;
  private final PresenceTimer timer;

  PresenceWatch(
      TicketPresence tickets,
      ProjectPresence projects,
      PresenceBroadcast broadcast,
      PresenceTimer timer) {
    this.tickets = tickets;
    this.projects = projects;
    this.broadcast = broadcast;
    this.timer = timer;
  }

  @Override
  public void joined(SocketClient client, RoomName room) {
    switch (room) {
      case RoomName.OfProject(var id) ->
          timer.next(() -> projects.arrived(client.id(), client.userId(), id));
      case RoomName.OfTicket(var id) ->
          timer.next(() ->
              tickets.arrived(
                  client.id(), client.userId(), id, event -> broadcast.tell(client, event)));
      case RoomName.OfUser _,
          RoomName.OfRole _,
          RoomName.OfTeam _,
          RoomName.OfQueue _,
          RoomName.OfTimeline _ -> {}
    }
  }

  /// Leaving a ticket's room is no more than that: who has the ticket open still has.
  @Override
  public void left(SocketClient client, RoomName room) {
    if (room instanceof RoomName.OfProject(var id)) {
      timer.next(() -> projects.left(client.id(), client.userId(), id));
    }
  }

  @Override
  public void gone(SocketClient client) {
    timer.next(() -> {
      tickets.gone(client.id());
      projects.gone(client.id(), client.userId());
    });
  }

  @Override
  public void delivered(LoggedEvent logged) {
    switch (logged.event()) {
      case PersonChanged(var person) ->
          timer.next(() -> {
            tickets.rightsChanged(person.id());
            projects.refresh(person.id());
          });
      case QueueChanged(var queueId, _, _) -> timer.next(() -> tickets.queueChanged(queueId));
      case TicketEvent event when tickets.isWatched(event.ticket().id()) ->
          timer.next(() -> ticketChanged(event));
      default -> {
        // an event of another feature
      }
    }
  }

  private void ticketChanged(TicketEvent event) {
    var ticket = event.ticket();
    switch (event) {
      case TicketEvent.Created _ -> {}
      case TicketEvent.Changed changed ->
          tickets.moved(ticket.id(), ticket.version(), changed.access());
      case TicketEvent.Deleted _ -> tickets.deleted(ticket.id());
    }
  }
}
