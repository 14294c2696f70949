package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.user.User;
import dev.deskwire.desk.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What other programs tell people: over `POST /api/admin/notifications`, or from Java. The
/// preferences of the person hold here too.
@ApplicationScoped
public class CustomNotifications {
  private final Users users;
  private final NotificationRepository notifications;
  private final Notifier notifier;
  private final InstantSource clock;
  private final int maxMessage;

  CustomNotifications(
      Users users,
      NotificationRepository notifications,
      Notifier notifier,
      InstantSource clock,
      Settings settings) {
    this.users = users;
    this.notifications = notifications;
    this.notifier = notifier;
    this.clock = clock;
    maxMessage = settings.limits().bodyLength();
  }

  /// @param notification as it stands; without channels when the person wants to hear nothing of it
  /// @param repeated whether there was one of this id already, and nobody was told
  public record Sent(Notification notification, boolean repeated) {}

  /// Tells one person something, in the name of the desk. Blocks.
  ///
  /// @return refused if there is no such active person, or the request cannot be used
  @Transactional
  public Outcome<Sent> sendNotification(String userId, CustomNotification request) {
    return send(null, userId, request);
  }

  /// As [#sendNotification], in the name of `actor`.
  @Transactional
  Outcome<Sent> send(
      @Nullable ActorRef actor, @Nullable String userId, CustomNotification request) {
    var user = userId == null ? null : users.find(userId).filter(User::active).orElse(null);
    if (user == null) {
      return Outcome.refused(
          new Refusal.Invalid("userId", "userId must be the id of an active user"));
    }
    return request
        .notice(maxMessage)
        .then(notice -> request.checkedId().map(id -> send(actor, user.id(), notice, id)));
  }

  private Sent send(
      @Nullable ActorRef actor, String userId, Notice notice, Optional<String> givenId) {
    if (givenId.isPresent()) {
      notifications.lock(userId);
      var before = notifications.find(userId, givenId.get());
      if (before.isPresent()) {
        return new Sent(before.get(), true);
      }
    }
    var at = clock.instant();
    var id = givenId.orElseGet(Ids::next);
    return notifier
        .tell(userId, notice, id, givenId.isPresent(), actor, at)
        .map(_ -> new Sent(notifications.find(userId, id).orElseThrow(), false))
        .orElseGet(() -> new Sent(Notification.untold(id, notice, at), false));
  }
}
