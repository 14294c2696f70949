package dev.deskwire.desk.presence;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The volatile state of a node that is alone.
final class InMemoryVolatileStore implements VolatileStore {
  private final Map<String, Area<?>> areas = new ConcurrentHashMap<>();

  @Override
  @SuppressWarnings("unchecked") // an area is asked for by one name with one type
  public <V> Area<V> area(String name, Class<V> type) {
    return (Area<V>) areas.computeIfAbsent(name, _ -> new InMemoryArea<V>());
  }

  @Override
  public boolean isPartial() {
    return false;
  }

  @Override
  public void onUpheaval(Runnable listener) {
    // memory is not lost while anybody could be told
  }
}
