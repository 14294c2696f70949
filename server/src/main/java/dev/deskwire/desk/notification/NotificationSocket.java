package dev.deskwire.desk.notification;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.realtime.EventForm;
import dev.deskwire.desk.realtime.OutgoingEvent;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.Scope;
import dev.deskwire.desk.realtime.websocket.NativeClient;
import dev.deskwire.desk.realtime.websocket.NativeEndpoint;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/ws/notifications/`: one's own notifications, and what was read in another tab.
@ApplicationScoped
class NotificationSocket implements NativeEndpoint {
  private static final EventForm FORM = NotificationSocket::write;

  private static final Set<String> TOLD = Set.of("notification", "notification:read");

  private final Notifications notifications;
  private final Callers callers;

  NotificationSocket(Notifications notifications, Callers callers) {
    this.notifications = notifications;
    this.callers = callers;
  }

  @Override
  public String path() {
    return "/ws/notifications/";
  }

  @Override
  public Outcome<Scope> admit(Caller caller, Map<String, String> parameters) {
    return Outcome.done(
        new Scope.OneRoom(new RoomName.OfUser(caller.id()), (person, _) -> person.active()));
  }

  /// The event as it is: its `type` is the message's.
  @Override
  public EventForm form() {
    return FORM;
  }

  private static Optional<String> write(OutgoingEvent event) {
    return TOLD.contains(event.name()) ? Optional.of(event.json()) : Optional.empty();
  }

  @Override
  public boolean isDurable() {
    return true;
  }

  /// `mark_read {id}`; that it was read is told by `notification:read`, in all tabs.
  @Override
  public Optional<Outcome<Done>> receive(NativeClient client, String type, JsonNode message) {
    if (!type.equals("mark_read")) {
      return Optional.empty();
    }
    var id = message.path("id");
    return Optional.of(
        id.isTextual()
            ? read(client, id.asText())
            : Outcome.refused(new Refusal.Malformed("id", "mark_read takes {id}, a text.")));
  }

  /// With the rights of now: what was told since the opening may be of a project that is new to
  /// them.
  private Outcome<Done> read(NativeClient client, String id) {
    return callers
        .byId(client.caller().id())
        .map(caller -> notifications.read(caller, id).map(_ -> new Done()))
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }
}
