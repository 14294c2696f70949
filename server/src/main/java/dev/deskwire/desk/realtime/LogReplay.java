package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/// Reads what came after a position, with the rights of now, for a connection of any transport that
/// has come back. Meanwhile live events must pass the connection by; the last of the gap is closed
/// between two live events.
@ApplicationScoped
class LogReplay {
  /// Rows read at once.
  private static final int BATCH = 500;

  /// The same while a client reads them: whether it may is asked when they are read.
  private static final int PACED_BATCH = 50;

  /// Who missed more reads everything anew, which is cheaper for both sides.
  private static final long LONGEST = 10_000;

  /// How long a client waits for this node, which may lag behind others.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// How long a client may take to read what has been sent before more is.
  private static final Duration PACE = Duration.ofSeconds(20);

  private static final Duration LOOK = Duration.ofMillis(5);

  /// What waits for a client while more is sent, as a part of what may wait for it at all.
  private static final int PART = 4;

  /// The client that a replay is for.
  ///
  /// @param queuedBytes what has been sent to it and the network has not taken yet
  record Reader(BooleanSupplier isOpen, LongSupplier queuedBytes) {}

  private final EventLog log;
  private final AudienceRules rules;
  private final RightsModel rights;
  private final DeliveryOrder order;
  private final long pacedAt;

  LogReplay(
      EventLog log,
      AudienceRules rules,
      RightsModel rights,
      DeliveryOrder order,
      Settings settings) {
    this.log = log;
    this.rules = rules;
    this.rights = rights;
    this.order = order;
    pacedAt = settings.limits().outboundQueueBytes() / PART;
  }

  /// Whether the log still holds everything after `after`, and that is not too much to send. Waits
  /// for this node to come to what is committed now, so that a replay brings it too. Blocks.
  boolean reaches(long after) {
    long head = log.settled(PATIENCE);
    order.await(head, PATIENCE);
    long position = order.position();
    return after <= Math.min(head, position)
        && position - after <= LONGEST
        && after >= log.oldest().orElse(position + 1) - 1;
  }

  /// Hands out every event after `after` that has an audience, in order, and then the position that
  /// was reached, before the next live event; that never comes when the reader is closed. Blocks.
  ///
  /// @param each asks itself whether its person may receive it
  /// @param reader is not sent more than it reads
  /// @throws IllegalStateException if rows were removed since [#reaches] was asked, or the client
  ///   does not read: it is to be closed
  void run(
      long after, BiConsumer<LoggedEvent, Delivery> each, Reader reader, LongConsumer reached) {
    long[] cursor = {after};
    while (cursor[0] < order.position()) {
      await(reader);
      if (!reader.isOpen().getAsBoolean()) {
        return;
      }
      cursor[0] = batch(cursor[0], order.position(), PACED_BATCH, each, () -> takesMore(reader));
    }
    order.between(position -> {
      while (cursor[0] < position) {
        cursor[0] = batch(cursor[0], position, PACED_BATCH, each, () -> true);
      }
      reached.accept(position);
    });
  }

  private boolean takesMore(Reader reader) {
    return reader.isOpen().getAsBoolean() && reader.queuedBytes().getAsLong() <= pacedAt;
  }

  /// A replay is quicker than the network; it must not count as a slow reader.
  private void await(Reader reader) {
    long deadline = System.nanoTime() + PACE.toNanos();
    while (reader.isOpen().getAsBoolean() && reader.queuedBytes().getAsLong() > pacedAt) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("a client does not read what it missed");
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /// Hands out every event after `after` that has an audience, up to `until`, in order. Blocks.
  ///
  /// @throws IllegalStateException if rows were removed since [#reaches] was asked
  void between(long after, long until, BiConsumer<LoggedEvent, Delivery> each) {
    for (long cursor = after; cursor < until; ) {
      cursor = batch(cursor, until, BATCH, each, () -> true);
    }
  }

  /// @param goOn asked after each row: the rest are read anew later, under the rights of then
  /// @return the position that the batch reached
  private long batch(
      long after,
      long until,
      int size,
      BiConsumer<LoggedEvent, Delivery> each,
      BooleanSupplier goOn) {
    var rows = log.read(after, size).stream().filter(event -> event.seq() <= until).toList();
    if (rows.isEmpty() || rows.getFirst().seq() != after + 1) {
      throw new IllegalStateException("the log no longer reaches back to " + after);
    }
    for (var event : rules.asOfNow(rows)) {
      var delivery = rules.deliver(event.event(), rights);
      if (!delivery.isNone()) {
        each.accept(event, delivery);
      }
      if (!goOn.getAsBoolean()) {
        return event.seq();
      }
    }
    return rows.getLast().seq();
  }
}
