package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.PersonalEvent.Mentioned;
import dev.deskwire.desk.notification.PersonalEvent.TicketAssigned;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What concerns one person goes to them, as long as they may read what it is about.
@ApplicationScoped
class PersonalAudience implements AudienceRule<PersonalEvent> {
  private final Tickets tickets;

  PersonalAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<PersonalEvent> family() {
    return PersonalEvent.class;
  }

  @Override
  public Delivery deliver(PersonalEvent event, Rights rights) {
    return switch (event) {
      case TicketAssigned assigned ->
          to(
              assigned,
              "user:ticket_assigned",
              Fields.of("ticket", assigned.ticket()),
              false,
              rights);
      case Mentioned mentioned ->
          to(
              mentioned,
              "user:mention",
              Fields.of(
                  "ticket",
                  mentioned.ticket(),
                  "comment",
                  Fields.of("id", mentioned.commentId(), "internal", mentioned.internal())),
              mentioned.internal(),
              rights);
    };
  }

  private static Delivery to(
      PersonalEvent event,
      String name,
      Map<String, Object> fields,
      boolean internal,
      Rights rights) {
    var access = event.access().at(rights);
    return new Delivery(
        List.of(name),
        fields,
        Set.of(new RoomName.OfUser(event.userId())),
        caller -> caller.id().equals(event.userId()) && access.readableBy(caller, internal));
  }

  @Override
  public List<PersonalEvent> asOfNow(List<PersonalEvent> events) {
    return tickets.asOfNow(events, event -> event.ticket().id(), PersonalEvent::withAccess);
  }
}
