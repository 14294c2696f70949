package dev.deskwire.desk.realtime;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What native WebSockets and event streams count.
@ApplicationScoped
class SubscriptionStats implements DoorStats {
  private final Subscriptions subscriptions;

  SubscriptionStats(Subscriptions subscriptions) {
    this.subscriptions = subscriptions;
  }

  @Override
  public Map<String, Integer> byTransport() {
    var counts = new TreeMap<String, Integer>();
    subscriptions.all().forEach(one -> counts.merge(one.transport(), 1, Integer::sum));
    return counts;
  }

  @Override
  public Set<String> users() {
    return subscriptions.all().stream().map(Subscription::userId).collect(Collectors.toSet());
  }

  @Override
  public Set<String> rooms() {
    return subscriptions.rooms().stream().map(RoomName::wire).collect(Collectors.toSet());
  }

  @Override
  public double messagesPerSecond() {
    return subscriptions.sentPerSecond();
  }
}
