package dev.deskwire.desk.comment;

import dev.deskwire.desk.comment.CommentEvent.Added;
import dev.deskwire.desk.comment.CommentEvent.Deleted;
import dev.deskwire.desk.comment.CommentEvent.Edited;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// Who hears of a comment: those at its ticket who may read it; of a note, staff alone.
@ApplicationScoped
class CommentAudience implements AudienceRule<CommentEvent> {
  private final Tickets tickets;

  CommentAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<CommentEvent> family() {
    return CommentEvent.class;
  }

  @Override
  public Delivery deliver(CommentEvent event, Rights rights) {
    var name =
        switch (event) {
          case Added _ -> "comment:added";
          case Edited _ -> "comment:edited";
          case Deleted _ -> "comment:deleted";
        };
    var access = event.access().at(rights);
    return new Delivery(
        List.of(name),
        Fields.of(
            "ticket",
            event.ticket(),
            "comment",
            Fields.of("id", event.commentId(), "internal", event.internal())),
        Set.of(new RoomName.OfTicket(event.ticket().id())),
        caller -> access.readableBy(caller, event.internal()));
  }

  @Override
  public List<CommentEvent> asOfNow(List<CommentEvent> events) {
    return tickets.asOfNow(events, event -> event.ticket().id(), CommentEvent::withAccess);
  }
}
