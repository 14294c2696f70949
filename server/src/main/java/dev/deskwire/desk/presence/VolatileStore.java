package dev.deskwire.desk.presence;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// State that all nodes of a desk share and that may be lost: small values under a key and a field,
/// each of which ends by itself at its time, and with the node that put it, at the latest a moment
/// after that node has died.
///
/// Every operation names its key, so that none costs more than what stands under that key;
/// [Area#keys] alone looks at all, for statistics. Any thread; operations may block, so they belong
/// neither on an event loop nor on the relay's thread.
public interface VolatileStore {
  /// The values of one kind.
  ///
  /// @param name unique, and the same on all nodes
  /// @param type what Jackson can write and read
  <V> Area<V> area(String name, Class<V> type);

  /// Whether what other nodes know is missing, as the store that all share does not answer. What
  /// this node put is there all the same, and will be told to the others.
  boolean isPartial();

  /// Says that anything may be different now: the shared store was lost, or is back. On a thread
  /// that may block.
  void onUpheaval(Runnable listener);

  /// The values of one kind.
  interface Area<V> {
    /// Puts a value that ends at `until`, in place of the one that was there. It is this node's.
    void put(String key, String field, V value, Instant until);

    /// Changes a value that is there, whichever node put it; its time and owner stay.
    void update(String key, String field, UnaryOperator<V> change);

    void remove(String key, String field);

    /// The values under a key that have not ended at `now`, by field.
    Map<String, V> read(String key, Instant now);

    /// All keys with a value that has not ended at `now`. Never for a single event.
    Set<String> keys(Instant now);

    /// Tells `listener` the keys whose values another node has changed, on a thread that may block.
    void onForeignChange(Consumer<String> listener);
  }
}
