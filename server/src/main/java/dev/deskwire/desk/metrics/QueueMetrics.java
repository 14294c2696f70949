package dev.deskwire.desk.metrics;

import dev.deskwire.desk.realtime.Fields;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A queue in numbers: what `GET /api/queues/{id}/metrics` answers and `queue:metrics_updated`
/// carries (contract, section 3).
///
/// @param at when this was read
/// @param total all tickets that lie in the queue, done or not
/// @param byStatus those by status; every status is there
/// @param byPriority those by priority; every priority is there
/// @param unassigned those that nobody is assigned
/// @param oldestOpenAt when the oldest ticket that is neither resolved nor closed was created
/// @param firstResponseMs from a ticket's creation to the first public comment of staff, of the
///   first responses of the last seven days
/// @param resolutionMs from a ticket's creation to its being resolved or closed, of those that
///   became so within the last seven days and still are
public record QueueMetrics(
    String queueId,
    Instant at,
    long total,
    Map<Status, Long> byStatus,
    Map<Priority, Long> byPriority,
    long unassigned,
    @Nullable Instant oldestOpenAt,
    Percentiles firstResponseMs,
    Percentiles resolutionMs) {

  public QueueMetrics {
    byStatus = Collections.unmodifiableMap(new EnumMap<>(byStatus));
    byPriority = Collections.unmodifiableMap(new EnumMap<>(byPriority));
  }

  /// Whether the two say the same, whenever they were read.
  boolean sameAs(QueueMetrics other) {
    return equals(
        new QueueMetrics(
            other.queueId,
            at,
            other.total,
            other.byStatus,
            other.byPriority,
            other.unassigned,
            other.oldestOpenAt,
            other.firstResponseMs,
            other.resolutionMs));
  }

  /// As the payload of an event.
  Map<String, Object> fields() {
    var fields = Fields.of("queueId", queueId, "at", at, "total", total);
    fields.put("byStatus", byStatus);
    fields.put("byPriority", byPriority);
    fields.put("unassigned", unassigned);
    fields.put("oldestOpenAt", oldestOpenAt);
    fields.put("firstResponseMs", firstResponseMs);
    fields.put("resolutionMs", resolutionMs);
    return fields;
  }

  /// In milliseconds; `null` when there was nothing to measure.
  public record Percentiles(@Nullable Long p50, @Nullable Long p90) {
    static final Percentiles NONE = new Percentiles(null, null);
  }
}
