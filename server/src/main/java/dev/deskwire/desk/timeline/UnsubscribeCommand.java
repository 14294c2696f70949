package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.realtime.SocketCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// `timeline:unsubscribe {entityType, entityId}`: hears of a timeline no more. Who had not
/// subscribed is answered nothing that they could not have known.
@ApplicationScoped
class UnsubscribeCommand implements SocketCommand {
  private final EntityTypes types;
  private final Subscriptions subscriptions;

  UnsubscribeCommand(EntityTypes types, Subscriptions subscriptions) {
    this.types = types;
    this.subscriptions = subscriptions;
  }

  @Override
  public String event() {
    return "timeline:unsubscribe";
  }

  @Override
  public Outcome<Map<String, Object>> run(SocketClient client, JsonNode payload) {
    return types
        .timeline(payload)
        .map(room -> {
          boolean subscribed = subscriptions.has(client, room);
          client.leave(room);
          int others = subscribed ? subscriptions.count(room.entityType(), room.entityId()) : 0;
          return Map.of("subscribers", others);
        });
  }
}
