package dev.deskwire.desk.extension;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.broadcast.BroadcastRequest;
import dev.deskwire.desk.broadcast.Broadcasts;
import dev.deskwire.desk.broadcast.Broadcasts.Accepted;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.notification.CustomNotification;
import dev.deskwire.desk.notification.CustomNotifications;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.config.ExtensionSettings;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.WireEvents;
import dev.deskwire.desk.timeline.TimelineHandler;
import dev.deskwire.extension.Notification;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the desk does for extensions, in its own terms.
///
/// @see DeskContext
@ApplicationScoped
class DeskServices {
  private final CustomNotifications notifications;
  private final Broadcasts broadcasts;
  private final TimelineHandler timelines;
  private final People people;
  private final ExtensionSettings variables;
  private final Settings settings;
  private final EventLog log;
  private final WireEvents events;
  private final ObjectMapper json;

  DeskServices(
      CustomNotifications notifications,
      Broadcasts broadcasts,
      TimelineHandler timelines,
      People people,
      ExtensionSettings variables,
      Settings settings,
      EventLog log,
      WireEvents events,
      ObjectMapper json) {
    this.notifications = notifications;
    this.broadcasts = broadcasts;
    this.timelines = timelines;
    this.people = people;
    this.variables = variables;
    this.settings = settings;
    this.log = log;
    this.events = events;
    this.json = json;
  }

  /// What tells an extension of the events for which it listens.
  EventTail tail(String extension, List<EventListener<?>> listeners) {
    return new EventTail(extension, listeners, log, events);
  }

  People people() {
    return people;
  }

  TimelineHandler timelines() {
    return timelines;
  }

  ExtensionSettings variables() {
    return variables;
  }

  ObjectMapper json() {
    return json;
  }

  /// The folder of an extension, made if there is none.
  Path dataFolder(String extension) {
    try {
      return Files.createDirectories(
          settings.dataDir().resolve("extension-data").resolve(extension));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @return the id of the notification
  Outcome<String> tell(String userId, Notification told) {
    return notifications
        .sendNotification(
            userId,
            new CustomNotification(
                told.type(),
                told.title(),
                told.message(),
                told.tier().name().toLowerCase(Locale.ROOT),
                told.id()))
        .map(sent -> sent.notification().id());
  }

  Outcome<Accepted> broadcast(String room, String event, Map<String, ?> data, boolean ephemeral) {
    return broadcasts.broadcast(
        new BroadcastRequest(room, event, json.valueToTree(data), ephemeral));
  }
}
