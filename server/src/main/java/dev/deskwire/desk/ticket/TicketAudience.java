package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.auth.Role;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.TicketEvent.Changed;
import dev.deskwire.desk.ticket.TicketEvent.Created;
import dev.deskwire.desk.ticket.TicketEvent.Deleted;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who hears of a ticket: those in its rooms who may read it.
@ApplicationScoped
class TicketAudience implements AudienceRule<TicketEvent> {
  private final Tickets tickets;

  TicketAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<TicketEvent> family() {
    return TicketEvent.class;
  }

  @Override
  public Delivery deliver(TicketEvent event, Rights rights) {
    var access = event.access().at(rights);
    return switch (event) {
      case Created created ->
          new Delivery(
              access.assigneeId() == null
                  ? List.of("ticket:created")
                  : List.of("ticket:created", "ticket:assigned"),
              Fields.of("ticket", created.ticket()),
              scopes(access),
              access::readableBy);
      case Changed changed ->
          new Delivery(
                  names(changed),
                  Fields.of("ticket", changed.ticket(), "changes", changed.changes()),
                  everywhere(changed.ticket(), access),
                  access::readableBy)
              .closing(own(changed.ticket()), access::readableBy);
      case Deleted deleted ->
          new Delivery(
                  List.of("ticket:deleted"),
                  Fields.of("ticket", deleted.ticket()),
                  everywhere(deleted.ticket(), access),
                  access::readableBy)
              .closing(own(deleted.ticket()), _ -> false);
    };
  }

  /// The rooms in which nobody stands who may not read the ticket.
  private static Set<RoomName> own(TicketRef ticket) {
    return Set.of(new RoomName.OfTicket(ticket.id()), RoomName.OfTimeline.ofTicket(ticket.id()));
  }

  /// The granular names first: a feed shows the event under the first.
  private static List<String> names(Changed changed) {
    var names = new ArrayList<String>();
    if (changed.changes(TicketField.STATUS)) {
      names.add("ticket:status_changed");
    }
    if (changed.changes(TicketField.PRIORITY)) {
      names.add("ticket:priority_changed");
    }
    if (changed.changes(TicketField.ASSIGNEE)) {
      names.add("ticket:assigned");
    }
    names.add("ticket:updated");
    return List.copyOf(names);
  }

  /// Where a new ticket is heard of.
  private static Set<RoomName> scopes(TicketAccess access) {
    var rooms = new LinkedHashSet<RoomName>();
    rooms.add(new RoomName.OfProject(access.projectId()));
    if (access.queueId() != null) {
      rooms.add(new RoomName.OfQueue(access.queueId()));
    }
    rooms.add(new RoomName.OfRole(Role.ADMIN));
    rooms.add(new RoomName.OfUser(access.reporterId()));
    if (access.assigneeId() != null) {
      rooms.add(new RoomName.OfUser(access.assigneeId()));
    }
    return rooms;
  }

  private static Set<RoomName> everywhere(TicketRef ticket, TicketAccess access) {
    var rooms = scopes(access);
    rooms.add(new RoomName.OfTicket(ticket.id()));
    access.followers().forEach(follower -> rooms.add(new RoomName.OfUser(follower)));
    return rooms;
  }

  @Override
  public List<TicketEvent> asOfNow(List<TicketEvent> events) {
    return tickets.asOfNow(events, event -> event.ticket().id(), TicketEvent::withAccess);
  }
}
