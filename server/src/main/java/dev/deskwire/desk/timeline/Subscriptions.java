package dev.deskwire.desk.timeline;

import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.realtime.RoomName.OfTimeline;
import dev.deskwire.desk.realtime.RoomWatcher;
import dev.deskwire.desk.realtime.SocketClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which connections of this node have subscribed to which timelines. It hears of every way into a
/// room and out of it, so a lost right or a dropped connection ends a subscription too. Any thread.
@ApplicationScoped
class Subscriptions implements RoomWatcher {
  private final Map<String, Set<OfTimeline>> byClient = new HashMap<>();
  private final Map<OfTimeline, Set<String>> byTimeline = new HashMap<>();

  /// The numbers of `/api/realtime/stats`.
  ///
  /// @param totalSockets connections with a subscription
  /// @param totalEntities entities with a subscriber
  public record Stats(int totalSockets, int totalEntities, List<EntityStats> entities) {}

  public record EntityStats(String entityType, String entityId, int subscribers) {}

  @Override
  public synchronized void joined(SocketClient client, RoomName room) {
    if (room instanceof OfTimeline timeline) {
      byClient.computeIfAbsent(client.id(), _ -> new HashSet<>()).add(timeline);
      byTimeline.computeIfAbsent(timeline, _ -> new HashSet<>()).add(client.id());
    }
  }

  @Override
  public synchronized void left(SocketClient client, RoomName room) {
    if (room instanceof OfTimeline timeline) {
      remove(byClient, client.id(), timeline);
      remove(byTimeline, timeline, client.id());
    }
  }

  @Override
  public synchronized void gone(SocketClient client) {
    var timelines = byClient.remove(client.id());
    if (timelines != null) {
      timelines.forEach(timeline -> remove(byTimeline, timeline, client.id()));
    }
  }

  private static <K, V> void remove(Map<K, Set<V>> sets, K key, V value) {
    sets.computeIfPresent(
        key,
        (_, values) -> {
          values.remove(value);
          return values.isEmpty() ? null : values;
        });
  }

  synchronized boolean has(SocketClient client, OfTimeline timeline) {
    return byTimeline.getOrDefault(timeline, Set.of()).contains(client.id());
  }

  synchronized int count(String entityType, String entityId) {
    return byTimeline.getOrDefault(new OfTimeline(entityType, entityId), Set.of()).size();
  }

  /// The entities with the most subscribers first.
  synchronized Stats stats() {
    var entities =
        byTimeline.entrySet().stream()
            .map(entry ->
                new EntityStats(
                    entry.getKey().entityType(),
                    entry.getKey().entityId(),
                    entry.getValue().size()))
            .sorted(
                Comparator.comparingInt(EntityStats::subscribers)
                    .reversed()
                    .thenComparing(EntityStats::entityType)
                    .thenComparing(EntityStats::entityId))
            .toList();
    return new Stats(byClient.size(), entities.size(), entities);
  }
}
