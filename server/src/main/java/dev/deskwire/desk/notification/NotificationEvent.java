package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import dev.deskwire.desk.ticket.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Someone was told something, or read it.
public sealed interface NotificationEvent extends DomainEvent {
  String userId();

  /// The same fact with the access that its ticket has now, for a replay; `null` when there is
  /// none.
  NotificationEvent withAccess(@Nullable TicketAccess now);

  /// @param ticket the ticket that it tells of, if any, with its access
  /// @param internal it tells of something that staff alone may read
  /// @param channels how the person is to be told; the tier says the same more coarsely
  @EventKind("notification.created")
  record Created(
      String userId,
      String notificationId,
      String type,
      String title,
      String message,
      Tier tier,
      Instant timestamp,
      @Nullable TicketRef ticket,
      @Nullable TicketAccess access,
      boolean internal,
      Set<Channel> channels)
      implements NotificationEvent {
    public Created {
      // rows from before there were channels say the tier alone
      channels = channels == null ? Channel.ofTier(tier) : channels;
    }

    @Override
    public NotificationEvent withAccess(@Nullable TicketAccess now) {
      return new Created(
          userId,
          notificationId,
          type,
          title,
          message,
          tier,
          timestamp,
          ticket,
          now,
          internal,
          channels);
    }
  }

  /// @param ids what was read
  /// @param unread how many unread are left
  @EventKind("notification.read")
  record Read(String userId, List<String> ids, long unread) implements NotificationEvent {
    @Override
    public NotificationEvent withAccess(@Nullable TicketAccess now) {
      return this;
    }
  }
}
