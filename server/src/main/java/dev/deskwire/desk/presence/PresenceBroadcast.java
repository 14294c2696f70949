package dev.deskwire.desk.presence;

import dev.deskwire.desk.realtime.EphemeralEvents;
import dev.deskwire.desk.realtime.RightsModel;
import dev.deskwire.desk.realtime.SocketClient;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.List;

/// Tells the connections of this node.
@ApplicationScoped
class PresenceBroadcast {
  private final EphemeralEvents events;
  private final RightsModel rights;
  private final List<PresenceListener> listeners;

  PresenceBroadcast(
      EphemeralEvents events, RightsModel rights, @Any Instance<PresenceListener> listeners) {
    this.events = events;
    this.rights = rights;
    this.listeners = listeners.stream().toList();
  }

  /// Whether somebody hears of tickets without standing in their rooms.
  boolean isListening() {
    return listeners.stream().anyMatch(PresenceListener::isListening);
  }

  void tell(PresenceEvent event) {
    events.send(PresenceAudience.deliver(event, rights));
    listeners.forEach(listener -> listener.happened(event));
  }

  /// Tells one client alone, if they may hear it.
  void tell(SocketClient client, PresenceEvent event) {
    var delivery = PresenceAudience.deliver(event, rights);
    if (rights.person(client.userId()).filter(delivery.mayReceive()).isPresent()) {
      client.send(delivery);
    }
  }
}
