package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.ticket.TicketAccess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what happened to a ticket into its timeline, in the transaction in which it happened.
@ApplicationScoped
class Activities {
  private final TimelineWriter writer;

  Activities(TimelineWriter writer) {
    this.writer = writer;
  }

  /// One thing that an action did.
  ///
  /// @param internal for the ticket's staff alone
  record Activity(String kind, String title, boolean internal) {
    static Activity of(String kind, String title) {
      return new Activity(kind, title, false);
    }
  }

  /// Records what one action did, if anything; one event tells of all of it.
  void record(
      String ticketId,
      TicketAccess access,
      List<Activity> activities,
      @Nullable ActorRef actor,
      Instant at) {
    if (activities.isEmpty()) {
      return;
    }
    var subject = new Subject(EntityTypes.TICKET, ticketId, access);
    var items = activities.stream().map(one -> item(subject, one, actor, at)).toList();
    writer.record(subject, actor, items, at);
  }

  private static TimelineItem item(
      Subject subject, Activity activity, @Nullable ActorRef actor, Instant at) {
    return new TimelineItem(
        Ids.next(),
        subject.type(),
        subject.id(),
        null,
        activity.kind(),
        activity.title(),
        null,
        activity.internal(),
        actor,
        at);
  }
}
