package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people do with their notifications. Read state goes through the log, so that all tabs
/// agree.
@ApplicationScoped
public class Notifications {
  private final NotificationRepository notifications;
  private final EventLog log;
  private final InstantSource clock;

  Notifications(NotificationRepository notifications, EventLog log, InstantSource clock) {
    this.notifications = notifications;
    this.log = log;
    this.clock = clock;
  }

  /// A page of a person's centre.
  ///
  /// @param unread how many unread there are in all
  public record Centre(List<Notification> items, @Nullable String next, long unread) {}

  /// How many unread are left.
  public record Unread(long unread) {}

  Outcome<Centre> list(Caller caller, boolean unreadOnly, @Nullable String cursor, int limit) {
    return (cursor == null ? Outcome.<List<String>>done(List.of()) : Cursor.decode(cursor, 1))
        .map(before -> {
          var rows =
              notifications.list(
                  caller, unreadOnly, before.isEmpty() ? null : before.getFirst(), limit + 1);
          var page =
              dev.deskwire.desk.platform.Page.of(
                  rows, limit, notification -> Cursor.encode(notification.id()));
          return new Centre(page.items(), page.next(), notifications.unread(caller));
        });
  }

  @Transactional
  public Outcome<Unread> read(Caller caller, String id) {
    notifications.lock(caller);
    return notifications.exists(caller, id)
        ? Outcome.done(told(caller, notifications.read(caller, List.of(id), clock.instant())))
        : Outcome.refused(Refusal.notFound());
  }

  /// Marks as read, as of `at`, what the person was told of these tickets.
  @Transactional
  public Unread readOf(Caller caller, Collection<String> ticketIds, Instant at) {
    notifications.lock(caller);
    return told(caller, notifications.readOf(caller, ticketIds, at), at);
  }

  @Transactional
  public Unread readAll(Caller caller) {
    notifications.lock(caller);
    return told(caller, notifications.readAll(caller, clock.instant()));
  }

  @Transactional
  public Unread clear(Caller caller) {
    notifications.lock(caller);
    return told(caller, notifications.clear(caller));
  }

  private Unread told(Caller caller, List<String> ids) {
    return told(caller, ids, clock.instant());
  }

  private Unread told(Caller caller, List<String> ids, Instant at) {
    long unread = notifications.unread(caller);
    if (!ids.isEmpty()) {
      log.append(ActorRef.of(caller), new NotificationEvent.Read(caller.id(), ids, unread), at);
    }
    return new Unread(unread);
  }
}
