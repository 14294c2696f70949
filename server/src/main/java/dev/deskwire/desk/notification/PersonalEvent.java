package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketRef;

/// Something that concerns one person, for programs: `user:*` on the wire. What people are to read
/// of it is a notification.
public sealed interface PersonalEvent extends DomainEvent {
  String userId();

  TicketRef ticket();

  TicketAccess access();

  PersonalEvent withAccess(TicketAccess now);

  /// A ticket is now theirs.
  @EventKind("user.ticket_assigned")
  record TicketAssigned(String userId, TicketRef ticket, TicketAccess access)
      implements PersonalEvent {
    @Override
    public PersonalEvent withAccess(TicketAccess now) {
      return new TicketAssigned(userId, ticket, now);
    }
  }

  /// A comment mentions them.
  @EventKind("user.mentioned")
  record Mentioned(
      String userId, TicketRef ticket, TicketAccess access, String commentId, boolean internal)
      implements PersonalEvent {
    @Override
    public PersonalEvent withAccess(TicketAccess now) {
      return new Mentioned(userId, ticket, now, commentId, internal);
    }
  }
}
