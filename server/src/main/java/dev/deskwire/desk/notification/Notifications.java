package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.notification.NotificationRepository.Place;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What people do with their notifications. Read state goes through the log, so that all tabs
/// agree.
@ApplicationScoped
public class Notifications {
  /// Ids in one event: far from the size of a frame.
  private static final int IDS_AT_ONCE = 1_000;

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
    if (cursor == null) {
      return Outcome.done(page(caller, unreadOnly, null, limit));
    }
    return Cursor.decode(cursor, 2)
        .then(Notifications::place)
        .map(before -> page(caller, unreadOnly, before, limit));
  }

  private static Outcome<Place> place(List<String> keys) {
    try {
      return Outcome.done(new Place(Instant.parse(keys.getFirst()), keys.getLast()));
    } catch (DateTimeParseException notATime) {
      return Cursor.foreign();
    }
  }

  private Centre page(Caller caller, boolean unreadOnly, @Nullable Place before, int limit) {
    var page =
        Page.of(
            notifications.list(caller, unreadOnly, before, limit + 1),
            limit,
            last -> Cursor.encode(last.timestamp().toString(), last.id()));
    return new Centre(page.items(), page.next(), notifications.unread(caller));
  }

  @Transactional
  public Outcome<Unread> read(Caller caller, String id) {
    notifications.lock(caller.id());
    return notifications.exists(caller, id)
        ? Outcome.done(told(caller, notifications.read(caller, List.of(id), clock.instant())))
        : Outcome.refused(Refusal.notFound());
  }

  /// Marks as read, as of `at`, what the person was told of these tickets.
  @Transactional
  public Unread readOf(Caller caller, Collection<String> ticketIds, Instant at) {
    notifications.lock(caller.id());
    return told(caller, notifications.readOf(caller, ticketIds, at), at);
  }

  @Transactional
  public Unread readAll(Caller caller) {
    notifications.lock(caller.id());
    return told(caller, notifications.readAll(caller, clock.instant()));
  }

  @Transactional
  public Unread clear(Caller caller) {
    notifications.lock(caller.id());
    return told(caller, notifications.clear(caller, clock.instant()));
  }

  private Unread told(Caller caller, List<String> ids) {
    return told(caller, ids, clock.instant());
  }

  private Unread told(Caller caller, List<String> ids, Instant at) {
    long unread = notifications.unread(caller);
    var events = new ArrayList<NotificationEvent>();
    for (int from = 0; from < ids.size(); from += IDS_AT_ONCE) {
      var some = List.copyOf(ids.subList(from, Math.min(ids.size(), from + IDS_AT_ONCE)));
      events.add(new NotificationEvent.Read(caller.id(), some, unread));
    }
    log.appendAll(ActorRef.of(caller), events, at);
    return new Unread(unread);
  }
}
