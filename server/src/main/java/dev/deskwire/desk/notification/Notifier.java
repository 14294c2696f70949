package dev.deskwire.desk.notification;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.notification.NotificationEvent.Created;
import dev.deskwire.desk.notification.Preferences.Chosen;
import dev.deskwire.desk.notification.Scope.Place;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.ticket.TicketReaders;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Stores what people are told, as each of them wants it, and appends it to the log, in the present
/// transaction. However many are told, it asks the database the same few questions.
@ApplicationScoped
class Notifier {
  private final NotificationRepository notifications;
  private final PreferenceRepository preferences;
  private final TicketReaders readers;
  private final Callers callers;
  private final EventLog log;

  Notifier(
      NotificationRepository notifications,
      PreferenceRepository preferences,
      TicketReaders readers,
      Callers callers,
      EventLog log) {
    this.notifications = notifications;
    this.preferences = preferences;
    this.readers = readers;
    this.callers = callers;
    this.log = log;
  }

  /// Tells those of `recipients` who may read what it is about.
  void tell(Recipients recipients, Subject subject, @Nullable ActorRef actor, Instant at) {
    if (!recipients.ids().isEmpty()) {
      var people = readers.among(recipients.ids(), subject.access(), subject.internal());
      tell(people, recipients, subject, actor, at);
    }
  }

  /// Tells those of `recipients` who are active of something that is about no ticket.
  ///
  /// @return what they were told
  List<Created> tell(Recipients recipients, @Nullable ActorRef actor, Instant at) {
    var people = callers.byIds(recipients.ids()).stream().filter(Caller::active).toList();
    return tell(people, recipients, null, actor, at);
  }

  /// Tells one person, about no ticket.
  ///
  /// @param id of the notification
  /// @param idGiven whether a program chose it
  /// @return empty when they want to hear nothing of it
  Optional<Created> tell(
      String userId,
      Notice notice,
      String id,
      boolean idGiven,
      @Nullable ActorRef actor,
      Instant at) {
    var told =
        preferences
            .at(Place.NOWHERE, List.of(userId))
            .getOrDefault(userId, Preferences.NONE)
            .loudest(List.of(notice), Place.NOWHERE, at)
            .map(chosen -> created(userId, id, chosen, null, at));
    keep(told.stream().toList(), idGiven, actor, at);
    return told;
  }

  private List<Created> tell(
      List<Caller> people,
      Recipients recipients,
      @Nullable Subject subject,
      @Nullable ActorRef actor,
      Instant at) {
    if (people.isEmpty()) {
      return List.of();
    }
    var place = subject == null ? Place.NOWHERE : subject.place();
    var wishes = preferences.at(place, people.stream().map(Caller::id).toList());
    var told =
        people.stream()
            .flatMap(person ->
                wishes
                    .getOrDefault(person.id(), Preferences.NONE)
                    .loudest(recipients.of(person.id()), place, at)
                    .map(chosen -> created(person.id(), Ids.next(), chosen, subject, at))
                    .stream())
            .toList();
    keep(told, false, actor, at);
    return told;
  }

  private void keep(List<Created> told, boolean idsGiven, @Nullable ActorRef actor, Instant at) {
    if (!told.isEmpty()) {
      notifications.insert(told, idsGiven);
      log.appendAll(actor, told, at);
    }
  }

  private static Created created(
      String userId, String id, Chosen chosen, @Nullable Subject subject, Instant at) {
    var notice = chosen.notice();
    return new Created(
        userId,
        id,
        notice.type(),
        notice.title(),
        notice.message(),
        chosen.tier(),
        at,
        subject == null ? null : subject.ticket(),
        subject == null ? null : subject.access(),
        subject != null && subject.internal(),
        chosen.channels());
  }
}
