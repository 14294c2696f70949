package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.RoomGuard;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/// The room of a timeline is joined by who may read the timeline.
@ApplicationScoped
class TimelineRoomGuard implements RoomGuard {
  private final Timelines timelines;
  private final Tickets tickets;

  TimelineRoomGuard(Timelines timelines, Tickets tickets) {
    this.timelines = timelines;
    this.tickets = tickets;
  }

  @Override
  public boolean guards(RoomName room) {
    return room instanceof RoomName.OfTimeline;
  }

  @Override
  public boolean admits(RoomName room, Caller caller) {
    return room instanceof RoomName.OfTimeline(var type, var id)
        && timelines.readable(caller, type, id) instanceof Outcome.Done<Subject>;
  }

  /// Of the other timelines the room's name says it all.
  @Override
  public BiPredicate<RoomName, Caller> staying(Set<RoomName> rooms) {
    return tickets.stillReadable(
        rooms,
        room ->
            room instanceof RoomName.OfTimeline(var type, var id) && type.equals(EntityTypes.TICKET)
                ? Optional.of(id)
                : Optional.empty());
  }
}
