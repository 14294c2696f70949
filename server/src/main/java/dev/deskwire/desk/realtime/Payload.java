package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;
import java.util.LinkedHashMap;
import java.util.Map;

/// The JSON of an event on the wire, the same through every door.
final class Payload {
  private Payload() {}

  /// @param name which of the delivery's names becomes its `type`
  static Map<String, Object> of(LoggedEvent event, Delivery delivery, String name) {
    var payload = new LinkedHashMap<String, Object>();
    payload.put("id", event.id());
    payload.put("seq", event.seq());
    payload.put("type", name);
    payload.put("at", event.at());
    payload.put("actor", event.actor());
    payload.putAll(delivery.fields());
    return payload;
  }
}
