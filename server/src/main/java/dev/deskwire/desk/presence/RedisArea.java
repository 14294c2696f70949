package dev.deskwire.desk.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.redis.Redis;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// The values of one kind in Redis, and those of this node in its own memory.
final class RedisArea<V> implements VolatileStore.Area<V> {
  private static final Logger LOG = Logger.getLogger(RedisArea.class);

  private final RedisVolatileStore store;
  private final Redis redis;
  private final String name;
  private final Class<V> type;
  private final InMemoryArea<V> own = new InMemoryArea<>();

  /// What happens under a key happens in one order here and in Redis.
  private final KeyLocks locks = new KeyLocks();

  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  RedisArea(RedisVolatileStore store, String name, Class<V> type) {
    this.store = store;
    this.redis = store.redis();
    this.name = name;
    this.type = type;
  }

  static String hash(String area, String key) {
    return Redis.PREFIX + area + ":" + key;
  }

  /// A value as it stands in Redis.
  ///
  /// @param until in milliseconds since 1970; 0 for never
  private record Stored(String node, long until, JsonNode value) {}

  @Override
  public void put(String key, String field, V value, Instant until) {
    locks.run(
        key,
        () -> {
          own.put(key, field, value, until);
          putShared(key, field, value, until);
        });
  }

  private void putShared(String key, String field, V value, Instant until) {
    var stored = stored(value, until);
    var _ =
        redis.ask(commands ->
            Scripts.PUT.run(
                commands,
                List.of(hash(name, key), RedisVolatileStore.keysOf(store.node())),
                field,
                stored,
                name + " " + key,
                Long.toString(RedisVolatileStore.LIFETIME.toMillis()),
                Redis.PREFIX + RedisVolatileStore.CHANNEL,
                store.changed(name, key)));
  }

  @Override
  public void update(String key, String field, UnaryOperator<V> change) {
    locks.run(
        key,
        () -> {
          own.update(key, field, change);
          updateShared(key, field, change);
        });
  }

  private void updateShared(String key, String field, UnaryOperator<V> change) {
    // each time that others come before, one of them got through
    while (redis.ask(commands -> exchange(commands, key, field, change)).orElse(Exchange.OVER)
        == Exchange.OUTRUN) {}
  }

  /// How an attempt to change a value ended.
  private enum Exchange {
    /// It is changed, or not there, or cannot be read.
    OVER,
    /// Another change came between.
    OUTRUN
  }

  private Exchange exchange(
      RedisCommands<String, String> commands, String key, String field, UnaryOperator<V> change) {
    var present = commands.hget(hash(name, key), field);
    var parsed = present == null ? Optional.<Stored>empty() : read(present);
    var changed =
        parsed.flatMap(stored ->
            value(stored)
                .map(value ->
                    write(new Stored(stored.node(), stored.until(), tree(change.apply(value))))));
    if (present == null || changed.isEmpty()) {
      return Exchange.OVER;
    }
    var answer =
        Scripts.EXCHANGE.run(
            commands,
            List.of(hash(name, key)),
            field,
            present,
            changed.get(),
            Redis.PREFIX + RedisVolatileStore.CHANNEL,
            store.changed(name, key));
    return answer.isEmpty() ? Exchange.OUTRUN : Exchange.OVER;
  }

  @Override
  public void remove(String key, String field) {
    locks.run(
        key,
        () -> {
          own.remove(key, field);
          var _ =
              redis.ask(commands ->
                  Scripts.REMOVE.run(
                      commands,
                      List.of(hash(name, key)),
                      field,
                      Redis.PREFIX + RedisVolatileStore.CHANNEL,
                      store.changed(name, key)));
        });
  }

  @Override
  public Map<String, V> read(String key, Instant now) {
    return shared(key)
        .map(stored -> {
          var values = new HashMap<String, V>();
          live(key, stored, now)
              .forEach((field, one) -> value(one).ifPresent(value -> values.put(field, value)));
          return (Map<String, V>) values;
        })
        .orElseGet(() -> own.read(key, now));
  }

  private Optional<Map<String, String>> shared(String key) {
    return redis.ask(commands -> commands.hgetall(hash(name, key)));
  }

  /// Those that have not ended. Those that have are taken out, and the other nodes told.
  private Map<String, Stored> live(String key, Map<String, String> stored, Instant now) {
    var live = new HashMap<String, Stored>();
    var ended = new ArrayList<String>();
    stored.forEach((field, text) -> {
      var one = read(text).filter(each -> now.isBefore(RedisVolatileStore.until(each.until())));
      if (one.isPresent()) {
        live.put(field, one.get());
      } else {
        ended.add(field);
        ended.add(text);
      }
    });
    if (!ended.isEmpty()) {
      var arguments = new ArrayList<String>();
      arguments.add(Redis.PREFIX + RedisVolatileStore.CHANNEL);
      arguments.add(store.changed(name, key));
      arguments.addAll(ended);
      var _ =
          redis.ask(commands ->
              Scripts.END.run(
                  commands, List.of(hash(name, key)), arguments.toArray(String[]::new)));
    }
    return live;
  }

  @Override
  public Set<String> keys(Instant now) {
    var candidates = redis.isUp() ? store.keys(name) : own.keys(now);
    return candidates.stream()
        .filter(key -> !read(key, now).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void onForeignChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  /// Another node has changed something under this key.
  void changedElsewhere(String key) {
    listeners.forEach(listener -> listener.accept(key));
  }

  /// Makes what Redis knows of this node's values under a key what this node knows. What another
  /// node has changed of them meanwhile it will change again, or this node has by itself: what
  /// happened to a person or a ticket, all nodes hear of.
  void putAgain(String key, Instant now) {
    locks.run(
        key,
        () -> {
          var arguments = new ArrayList<String>();
          arguments.add(store.node());
          arguments.add(name + " " + key);
          arguments.add(Long.toString(RedisVolatileStore.LIFETIME.toMillis()));
          arguments.add(Redis.PREFIX + RedisVolatileStore.CHANNEL);
          arguments.add(store.changed(name, key));
          own.entries(key, now)
              .forEach((field, entry) -> {
                arguments.add(field);
                arguments.add(stored(entry.value(), entry.until()));
              });
          var _ =
              redis.ask(commands ->
                  Scripts.REPLACE.run(
                      commands,
                      List.of(hash(name, key), RedisVolatileStore.keysOf(store.node())),
                      arguments.toArray(String[]::new)));
        });
  }

  /// Keeps the values of this node under a key, or forgets the key if it has none there any more.
  void renew(String key, Instant now) {
    var keys = RedisVolatileStore.keysOf(store.node());
    var lifetime = Long.toString(RedisVolatileStore.LIFETIME.toMillis());
    locks.run(
        key,
        () -> {
          var _ =
              own.entries(key, now).isEmpty()
                  ? redis.ask(commands -> commands.srem(keys, name + " " + key))
                  : redis.ask(commands ->
                      Scripts.RENEW.run(commands, List.of(hash(name, key), keys), lifetime));
        });
  }

  /// The keys under which this node has put something that has not ended.
  Set<String> ownKeys(Instant now) {
    return own.keys(now);
  }

  private String stored(V value, Instant until) {
    return write(new Stored(store.node(), RedisVolatileStore.until(until), tree(value)));
  }

  private JsonNode tree(V value) {
    return store.json().valueToTree(value);
  }

  private String write(Stored stored) {
    try {
      return store.json().writeValueAsString(stored);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a value of " + name + " cannot be written", e);
    }
  }

  /// @return empty for what no desk of this version wrote
  private Optional<Stored> read(String text) {
    try {
      return Optional.of(store.json().readValue(text, Stored.class));
    } catch (JsonProcessingException e) {
      LOG.warnf("A value of %s in Redis cannot be read: %s", name, e.getOriginalMessage());
      return Optional.empty();
    }
  }

  private Optional<V> value(Stored stored) {
    try {
      return Optional.of(store.json().treeToValue(stored.value(), type));
    } catch (JsonProcessingException e) {
      LOG.warnf("A value of %s in Redis cannot be read: %s", name, e.getOriginalMessage());
      return Optional.empty();
    }
  }
}
