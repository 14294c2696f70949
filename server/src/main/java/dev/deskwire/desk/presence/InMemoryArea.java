package dev.deskwire.desk.presence;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The values of one kind in memory. What has ended is forgotten when its key is touched next,
/// which the sweep sees to. The entries of a key are touched within `compute` of the outer map
/// alone, which is their lock.
final class InMemoryArea<V> implements VolatileStore.Area<V> {
  /// @param until when it ends; `Instant.MAX` for never
  record Entry<V>(V value, Instant until) {}

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
    entries(key, now).forEach((field, entry) -> values.put(field, entry.value()));
    return values;
  }

  /// As [#read], with the times.
  Map<String, Entry<V>> entries(String key, Instant now) {
    var found = new HashMap<String, Entry<V>>();
    keys.computeIfPresent(
        key,
        (_, entries) -> {
          entries.values().removeIf(entry -> !now.isBefore(entry.until()));
          found.putAll(entries);
          return orNone(entries);
        });
    return found;
  }

  @Override
  public Set<String> keys(Instant now) {
    return keys.keySet().stream()
        .filter(key -> !entries(key, now).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void onForeignChange(Consumer<String> listener) {
    // there is no other node
  }

  @SuppressWarnings("NullAway") // null takes the key out of a ConcurrentHashMap
  private static <E> Map<String, E> orNone(Map<String, E> entries) {
    return entries.isEmpty() ? null : entries;
  }
}
