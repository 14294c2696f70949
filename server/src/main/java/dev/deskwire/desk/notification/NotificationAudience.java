package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.NotificationEvent.Created;
import dev.deskwire.desk.notification.NotificationEvent.Read;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.AudienceRule;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.Tickets;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// A notification goes to its one person, as long as they may read what it tells of.
@ApplicationScoped
class NotificationAudience implements AudienceRule<NotificationEvent> {
  private final Tickets tickets;

  NotificationAudience(Tickets tickets) {
    this.tickets = tickets;
  }

  @Override
  public Class<NotificationEvent> family() {
    return NotificationEvent.class;
  }

  @Override
  public Delivery deliver(NotificationEvent event, Rights rights) {
    var room = Set.<RoomName>of(new RoomName.OfUser(event.userId()));
    return switch (event) {
      case Created created ->
          new Delivery(List.of("notification"), fields(created), room, mayBeTold(created, rights));
      case Read read ->
          new Delivery(
              List.of("notification:read"),
              Fields.of("ids", read.ids(), "unread", read.unread()),
              room,
              caller -> caller.id().equals(read.userId()));
    };
  }

  private static Map<String, Object> fields(Created created) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("id", created.notificationId());
    fields.put("notification_type", created.type());
    fields.put("title", created.title());
    fields.put("message", created.message());
    fields.put("tier", created.tier());
    fields.put("channels", created.channels().stream().sorted().toList());
    fields.put("timestamp", created.timestamp());
    if (created.ticket() != null) {
      fields.put("ticket", created.ticket());
    }
    return fields;
  }

  private static Predicate<Caller> mayBeTold(Created created, Rights rights) {
    var access = created.access();
    if (access == null) {
      // about no ticket, or about one that is gone, of which nothing is told
      boolean gone = created.ticket() != null;
      return caller -> !gone && caller.id().equals(created.userId());
    }
    var current = access.at(rights);
    return caller ->
        caller.id().equals(created.userId()) && current.readableBy(caller, created.internal());
  }

  @Override
  public List<NotificationEvent> asOfNow(List<NotificationEvent> events) {
    var now = tickets.accessOf(events.stream().map(NotificationAudience::ticketOf).toList());
    return events.stream().map(event -> event.withAccess(now.get(ticketOf(event)))).toList();
  }

  /// The empty id is no ticket's.
  private static String ticketOf(NotificationEvent event) {
    return switch (event) {
      case Created created -> created.ticket() == null ? "" : created.ticket().id();
      case Read _ -> "";
    };
  }
}
