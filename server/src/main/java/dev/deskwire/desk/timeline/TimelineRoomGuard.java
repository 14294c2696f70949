package dev.deskwire.desk.timeline;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.RoomGuard;
import dev.deskwire.desk.realtime.RoomName;
import jakarta.enterprise.context.ApplicationScoped;

/// The room of a timeline is joined by who may read the timeline.
@ApplicationScoped
class TimelineRoomGuard implements RoomGuard {
  private final Timelines timelines;

  TimelineRoomGuard(Timelines timelines) {
    this.timelines = timelines;
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
}
