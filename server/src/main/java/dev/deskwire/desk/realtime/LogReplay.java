package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

/// Reads what came after a position, with the rights of now, for a connection of any transport that
/// has come back. Meanwhile live events must pass the connection by; the last of the gap is closed
/// between two live events.
@ApplicationScoped
class LogReplay {
  /// Rows read at once.
  private static final int BATCH = 500;

  /// Who missed more reads everything anew, which is cheaper for both sides.
  private static final long LONGEST = 10_000;

  /// How long a client that is ahead of this node waits for it.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final EventLog log;
  private final AudienceRules rules;
  private final RightsModel rights;
  private final DeliveryOrder order;

  LogReplay(EventLog log, AudienceRules rules, RightsModel rights, DeliveryOrder order) {
    this.log = log;
    this.rules = rules;
    this.rights = rights;
    this.order = order;
  }

  /// Whether the log still holds everything after `after`, and that is not too much to send. May
  /// block.
  boolean reaches(long after) {
    order.await(after, PATIENCE);
    long position = order.position();
    return after <= position
        && position - after <= LONGEST
        && after >= log.oldest().orElse(position + 1) - 1;
  }

  /// Hands out every event after `after` that has an audience, in order, and then the position that
  /// was reached, before the next live event. Blocks.
  ///
  /// @param each asks itself whether its person may receive it
  /// @param pace called before each batch; may block
  /// @throws IllegalStateException if rows were removed since [#reaches] was asked
  void run(
      long after, BiConsumer<LoggedEvent, Delivery> each, Runnable pace, LongConsumer reached) {
    long[] cursor = {after};
    while (cursor[0] < order.position()) {
      pace.run();
      cursor[0] = batch(cursor[0], order.position(), each);
    }
    order.between(position -> {
      while (cursor[0] < position) {
        cursor[0] = batch(cursor[0], position, each);
      }
      reached.accept(position);
    });
  }

  /// Hands out every event after `after` that has an audience, up to `until`, in order. Blocks.
  ///
  /// @throws IllegalStateException if rows were removed since [#reaches] was asked
  void between(long after, long until, BiConsumer<LoggedEvent, Delivery> each) {
    for (long cursor = after; cursor < until; ) {
      cursor = batch(cursor, until, each);
    }
  }

  /// @return the position that the batch reached
  private long batch(long after, long until, BiConsumer<LoggedEvent, Delivery> each) {
    var rows = log.read(after, BATCH).stream().filter(event -> event.seq() <= until).toList();
    if (rows.isEmpty() || rows.getFirst().seq() != after + 1) {
      throw new IllegalStateException("the log no longer reaches back to " + after);
    }
    for (var event : rules.asOfNow(rows)) {
      var delivery = rules.deliver(event.event(), rights);
      if (!delivery.isNone()) {
        each.accept(event, delivery);
      }
    }
    return rows.getLast().seq();
  }
}
