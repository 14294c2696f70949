package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.realtime.SocketClient;
import dev.deskwire.desk.realtime.SocketCommand;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// `timeline:subscribe {entityType, entityId}`: hears of a timeline from now on. The answer says
/// how many do, the client included.
@ApplicationScoped
class SubscribeCommand implements SocketCommand {
  private final EntityTypes types;
  private final Subscriptions subscriptions;

  SubscribeCommand(EntityTypes types, Subscriptions subscriptions) {
    this.types = types;
    this.subscriptions = subscriptions;
  }

  @Override
  public String event() {
    return "timeline:subscribe";
  }

  @Override
  public Outcome<Map<String, Object>> run(SocketClient client, JsonNode payload) {
    return types
        .timeline(payload)
        .then(room ->
            client
                .join(room)
                .map(_ ->
                    Map.of(
                        "subscribers", subscriptions.count(room.entityType(), room.entityId()))));
  }
}
