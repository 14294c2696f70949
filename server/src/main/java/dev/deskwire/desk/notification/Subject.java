package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.Scope.Place;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketRef;

/// The ticket that people are told of.
///
/// @param internal they are told of something on it that staff alone may read
record Subject(TicketRef ticket, TicketAccess access, boolean internal) {
  Place place() {
    return new Place(access.projectId(), access.queueId(), ticket.id());
  }
}
