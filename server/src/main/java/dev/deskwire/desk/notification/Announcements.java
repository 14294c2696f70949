package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.team.Team;
import dev.deskwire.desk.team.Teams;
import dev.deskwire.desk.user.Memberships;
import dev.deskwire.desk.user.Memberships.Group;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// Tells a whole team something: for its staff, and for admins.
@ApplicationScoped
public class Announcements {
  private final Teams teams;
  private final Memberships memberships;
  private final Notifier notifier;
  private final Idempotency idempotency;
  private final InstantSource clock;
  private final int maxMessage;

  Announcements(
      Teams teams,
      Memberships memberships,
      Notifier notifier,
      Idempotency idempotency,
      InstantSource clock,
      Settings settings) {
    this.teams = teams;
    this.memberships = memberships;
    this.notifier = notifier;
    this.idempotency = idempotency;
    this.clock = clock;
    maxMessage = settings.limits().bodyLength();
  }

  /// The body of `POST /api/teams/{id}/announcements`; unchecked.
  record AnnouncementBody(@Nullable String title, @Nullable String message) {}

  /// Tells every active member but the author.
  Outcome<Announcement> announce(
      Caller caller, String teamId, @Nullable String key, AnnouncementBody body) {
    return teams
        .read(caller, teamId)
        .then(team ->
            idempotency.once(
                caller,
                key,
                "POST /api/teams/" + teamId + "/announcements",
                body,
                Announcement.class,
                () -> announce(caller, team, body)));
  }

  private Outcome<Announcement> announce(Caller caller, Team team, AnnouncementBody body) {
    return Text.name("title", body.title())
        .then(title ->
            Text.body("message", body.message(), maxMessage)
                .map(message -> tell(caller, team, title, message)));
  }

  private Announcement tell(Caller caller, Team team, String title, String message) {
    var at = clock.instant();
    var recipients = new Recipients(caller.id());
    recipients.add(
        memberships.ids(Group.TEAM, team.id()), Notice.of(NoticeKind.ANNOUNCEMENT, title, message));
    var told = notifier.tell(recipients, ActorRef.of(caller), at);
    return new Announcement(
        Ids.next(), team.id(), title, message, PersonRef.of(caller), at, told.size());
  }
}
