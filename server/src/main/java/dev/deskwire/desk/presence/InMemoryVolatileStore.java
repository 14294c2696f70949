package dev.deskwire.desk.presence;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The volatile state of a node that is alone. What has ended is forgotten when its key is touched
/// next, which the sweep sees to.
@ApplicationScoped
class InMemoryVolatileStore implements VolatileStore {
  private final Map<String, Area<?>> areas = new ConcurrentHashMap<>();

  @Override
  @SuppressWarnings("unchecked") // an area is asked for by one name with one type
  public <V> Area<V> area(String name, Class<V> type) {
    return (Area<V>) areas.computeIfAbsent(name, _ -> new InMemoryArea<V>());
  }

  private record Entry<V>(V value, Instant until) {}

  /// The entries of a key are touched within `compute` of the outer map alone, which is their lock.
  private static final class InMemoryArea<V> implements Area<V> {
    private final Map<String, Map<String, Entry<V>>> keys = new ConcurrentHashMap<>();

    @Override
    public void put(String key, String field, V value, Instant until) {
      keys.compute(
          key,
          (_, present) -> {
            Map<String, Entry<V>> entries = present == null ? new HashMap<>() : present;
            entries.put(field, new Entry<>(value, until));
            return entries;
          });
    }

    @Override
    public void update(String key, String field, UnaryOperator<V> change) {
      keys.computeIfPresent(
          key,
          (_, entries) -> {
            entries.computeIfPresent(
                field, (_, entry) -> new Entry<>(change.apply(entry.value()), entry.until()));
            return entries;
          });
    }

    @Override
    public void remove(String key, String field) {
      keys.computeIfPresent(
          key,
          (_, entries) -> {
            entries.remove(field);
            return orNone(entries);
          });
    }

    @Override
    public Map<String, V> read(String key, Instant now) {
      var values = new HashMap<String, V>();
      keys.computeIfPresent(
          key,
          (_, entries) -> {
            entries.values().removeIf(entry -> !now.isBefore(entry.until()));
            entries.forEach((field, entry) -> values.put(field, entry.value()));
            return orNone(entries);
          });
      return values;
    }

    @Override
    public Set<String> keys(Instant now) {
      return keys.keySet().stream()
          .filter(key -> !read(key, now).isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void onForeignChange(Consumer<String> listener) {
      // there is no other node
    }

    @SuppressWarnings("NullAway") // null takes the key out of a ConcurrentHashMap
    private static <V> Map<String, Entry<V>> orNone(Map<String, Entry<V>> entries) {
      return entries.isEmpty() ? null : entries;
    }
  }
}
