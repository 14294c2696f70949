package dev.deskwire.desk.broadcast;

import dev.deskwire.desk.broadcast.BroadcastEvent.Sent;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// A broadcast reaches those in its room who may stand there; in the room of a ticket, those who
/// may read it.
@ApplicationScoped
class BroadcastAudience implements AudienceRule<BroadcastEvent> {
  private final Tickets tickets;

  BroadcastAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<BroadcastEvent> family() {
    return BroadcastEvent.class;
  }

  @Override
  public Delivery deliver(BroadcastEvent event, Rights rights) {
    return switch (event) {
      case Sent sent ->
          RoomName.parse(sent.room())
              .map(room ->
                  new Delivery(
                      List.of(sent.event()),
                      sent.data(),
                      Set.of(room),
                      mayHear(sent, room, rights)))
              .orElse(Delivery.NONE);
    };
  }

  private static Predicate<Caller> mayHear(Sent sent, RoomName room, Rights rights) {
    var access = sent.access();
    if (access == null) {
      return caller -> room.admits(caller, rights);
    }
    var current = access.at(rights);
    return caller -> room.admits(caller, rights) && current.readableBy(caller);
  }

  @Override
  public List<BroadcastEvent> asOfNow(List<BroadcastEvent> events) {
    return tickets.asOfNow(
        events,
        event ->
            switch (event) {
              // the empty id is no ticket's
              case Sent sent -> sent.ticketId() == null ? "" : sent.ticketId();
            },
        (event, now) ->
            switch (event) {
              case Sent sent -> sent.withAccess(now);
            });
  }
}
