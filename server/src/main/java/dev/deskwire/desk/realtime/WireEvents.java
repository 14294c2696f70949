package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/// The events of the log as clients hear them, for code that stands in no room.
@ApplicationScoped
public class WireEvents {
  private final AudienceRules rules;
  private final RightsModel rights;

  WireEvents(AudienceRules rules, RightsModel rights) {
    this.rules = rules;
    this.rights = rights;
  }

  /// One name under which an event is heard.
  ///
  /// @param payload what goes with that name, whoever hears it
  public record WireEvent(String name, Map<String, Object> payload) {}

  /// The event under each of its names; empty for one of no audience. Answers from memory.
  public List<WireEvent> of(LoggedEvent event) {
    var delivery = rules.deliver(event.event(), rights);
    return delivery.names().stream()
        .map(name -> new WireEvent(name, Payload.of(event, delivery, name)))
        .toList();
  }
}
