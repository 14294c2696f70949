package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketReaders;
import dev.deskwire.desk.ticket.TicketRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Stores what people are told of a ticket and appends it to the log, in the present transaction.
@ApplicationScoped
class Notifier {
  private final NotificationRepository notifications;
  private final TicketReaders readers;
  private final EventLog log;

  Notifier(NotificationRepository notifications, TicketReaders readers, EventLog log) {
    this.notifications = notifications;
    this.readers = readers;
    this.log = log;
  }

  /// Tells each of `recipients` who may read what is `internal` or not on the ticket.
  void tell(
      Recipients recipients,
      TicketRef ticket,
      TicketAccess access,
      boolean internal,
      @Nullable ActorRef actor,
      Instant at) {
    var notices = recipients.notices();
    if (notices.isEmpty()) {
      return;
    }
    var told = new ArrayList<NotificationEvent.Created>();
    for (var person : readers.among(notices.keySet(), access, internal)) {
      told.add(created(person, notices.get(person.id()), ticket, access, internal, at));
    }
    notifications.insert(told);
    log.appendAll(actor, told, at);
  }

  private static NotificationEvent.Created created(
      Caller person,
      @Nullable Notice notice,
      TicketRef ticket,
      TicketAccess access,
      boolean internal,
      Instant at) {
    if (notice == null) {
      throw new IllegalStateException("nobody but the recipients is told");
    }
    return new NotificationEvent.Created(
        person.id(),
        Ids.next(),
        notice.type(),
        notice.title(),
        notice.message(),
        notice.tier(),
        at,
        ticket,
        access,
        internal);
  }
}
