package dev.deskwire.desk.presence;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.redis.Redis;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// The volatile state of all nodes, in Redis.
///
/// Each key is a hash: a field holds the value, when it ends, and the node that put it. Each node
/// says every [Redis#LOOK] that it lives; whoever sees that one has been silent for [#SILENCE]
/// takes its values out. All keys end by themselves when no node renews them, so that a desk that
/// died as a whole leaves nothing behind.
///
/// What a node put it knows itself, too. That is what it goes on with while Redis does not answer,
/// and what it puts there again when Redis is back, perhaps empty.
final class RedisVolatileStore implements VolatileStore {
  private static final Logger LOG = Logger.getLogger(RedisVolatileStore.class);

  /// After this long without a word a node is dead. With the time between two looks it makes less
  /// than the 15 seconds after which its viewers must be gone.
  static final Duration SILENCE = Duration.ofSeconds(8);

  /// How long keys outlive the last node that renewed them.
  static final Duration LIFETIME = Duration.ofMinutes(1);

  private static final Duration RENEWAL = LIFETIME.dividedBy(3);

  /// Where nodes tell each other which key they changed: `node area key`.
  static final String CHANNEL = "changed";

  /// What no node is named: its changes concern all nodes.
  private static final String NOBODY = "-";

  private static final String NODES = Redis.PREFIX + "nodes";

  private final Redis redis;
  private final InstantSource clock;
  private final ObjectMapper json;
  private final String node;
  private final Map<String, RedisArea<?>> areas = new ConcurrentHashMap<>();
  private final List<Runnable> upheavals = new CopyOnWriteArrayList<>();

  RedisVolatileStore(Redis redis, ObjectMapper json, InstantSource clock) {
    this.redis = redis;
    this.json = json;
    this.clock = clock;
    node = redis.node();
    redis.subscribe(CHANNEL, this::heard);
    redis.onReturn(this::returned);
    redis.onLoss(this::upheaval);
    redis.every(Redis.LOOK, () -> beat());
    redis.every(RENEWAL, this::renew);
  }

  @Override
  @SuppressWarnings("unchecked") // an area is asked for by one name with one type
  public <V> Area<V> area(String name, Class<V> type) {
    return (Area<V>) areas.computeIfAbsent(name, _ -> new RedisArea<>(this, name, type));
  }

  @Override
  public boolean isPartial() {
    return !redis.isUp();
  }

  @Override
  public void onUpheaval(Runnable listener) {
    upheavals.add(listener);
  }

  Redis redis() {
    return redis;
  }

  ObjectMapper json() {
    return json;
  }

  String node() {
    return node;
  }

  /// The set of what a node has put: `area key`.
  static String keysOf(String node) {
    return Redis.PREFIX + "node:" + node;
  }

  /// What tells the others that this node has changed a key.
  String changed(String area, String key) {
    return node + " " + area + " " + key;
  }

  /// All keys of an area under which some node has put something.
  Set<String> keys(String area) {
    return redis
        .ask(commands ->
            commands.zrange(NODES, 0, -1).stream()
                .flatMap(each -> commands.smembers(keysOf(each)).stream())
                .filter(member -> member.startsWith(area + " "))
                .map(member -> member.substring(area.length() + 1))
                .collect(Collectors.toSet()))
        .orElseGet(Set::of);
  }

  private void heard(String message) {
    var parts = message.split(" ", 3);
    if (parts.length == 3 && !parts[0].equals(node)) {
      var area = areas.get(parts[1]);
      if (area != null) {
        area.changedElsewhere(parts[2]);
      }
    }
  }

  /// Redis is there again, or for the first time. What it knows of this node is old or nothing.
  private void returned() {
    // at once: who dies before the first word would not be missed
    if (!beat()) {
      putAgain();
    }
    upheaval();
  }

  private void putAgain() {
    var now = clock.instant();
    var known = members(node);
    known.forEach(member -> at(member, (area, key) -> area.putAgain(key, now)));
    areas.forEach((name, area) ->
        area.ownKeys(now).stream()
            .filter(key -> !known.contains(name + " " + key))
            .forEach(key -> area.putAgain(key, now)));
  }

  private void at(String member, BiConsumer<RedisArea<?>, String> action) {
    var parts = member.split(" ", 2);
    var area = areas.get(parts[0]);
    if (parts.length == 2 && area != null) {
      action.accept(area, parts[1]);
    }
  }

  private void upheaval() {
    upheavals.forEach(Runnable::run);
  }

  /// Says that this node lives, and clears away after those that do not.
  ///
  /// @return whether the others did not know of it, so that it has put all that it knows
  private boolean beat() {
    var answer =
        redis
            .ask(commands ->
                Scripts.BEAT.run(commands, List.of(NODES), node, Long.toString(SILENCE.toMillis())))
            .orElse(List.of("known"));
    boolean unknown = answer.getFirst().equals("new");
    if (unknown) {
      // the others took it for dead, or this is its first word
      putAgain();
    }
    answer.stream().skip(1).filter(each -> !each.equals(node)).forEach(this::bury);
    return unknown;
  }

  private void bury(String dead) {
    LOG.infof("Node %s is silent; its viewers are taken out", dead);
    members(dead).forEach(member -> empty(dead, member));
    var _ = redis.ask(commands -> commands.del(keysOf(dead)) + commands.zrem(NODES, dead));
  }

  private Set<String> members(String ofNode) {
    return redis.ask(commands -> commands.smembers(keysOf(ofNode))).orElseGet(Set::of);
  }

  /// Takes out what a dead node had under a key, of an area that this node may not know.
  private void empty(String dead, String member) {
    var parts = member.split(" ", 2);
    if (parts.length == 2) {
      var _ =
          redis.ask(commands ->
              Scripts.REPLACE.run(
                  commands,
                  List.of(RedisArea.hash(parts[0], parts[1]), keysOf(dead)),
                  dead,
                  member,
                  Long.toString(LIFETIME.toMillis()),
                  Redis.PREFIX + CHANNEL,
                  NOBODY + " " + member));
    }
  }

  /// Keeps what this node has put, and no longer counts as its keys those that it has left.
  private void renew() {
    var now = clock.instant();
    members(node).forEach(member -> at(member, (area, key) -> area.renew(key, now)));
  }

  /// @return when a value ends, as it stands in Redis; 0 for never
  static long until(Instant until) {
    return until.equals(Instant.MAX) ? 0 : until.toEpochMilli();
  }

  static Instant until(long stored) {
    return stored == 0 ? Instant.MAX : Instant.ofEpochMilli(stored);
  }
}
