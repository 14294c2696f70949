package dev.deskwire.desk.comment;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketRef;
import java.util.List;

/// A fact about one comment.
public sealed interface CommentEvent extends DomainEvent {
  TicketRef ticket();

  TicketAccess access();

  String commentId();

  boolean internal();

  CommentEvent withAccess(TicketAccess now);

  /// @param mentioned ids of the people it tells, all of whom may read it
  @EventKind("comment.added")
  record Added(
      TicketRef ticket,
      TicketAccess access,
      String commentId,
      boolean internal,
      List<String> mentioned)
      implements CommentEvent {
    @Override
    public CommentEvent withAccess(TicketAccess now) {
      return new Added(ticket, now, commentId, internal, mentioned);
    }
  }

  @EventKind("comment.edited")
  record Edited(TicketRef ticket, TicketAccess access, String commentId, boolean internal)
      implements CommentEvent {
    @Override
    public CommentEvent withAccess(TicketAccess now) {
      return new Edited(ticket, now, commentId, internal);
    }
  }

  @EventKind("comment.deleted")
  record Deleted(TicketRef ticket, TicketAccess access, String commentId, boolean internal)
      implements CommentEvent {
    @Override
    public CommentEvent withAccess(TicketAccess now) {
      return new Deleted(ticket, now, commentId, internal);
    }
  }
}
