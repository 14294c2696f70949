package dev.deskwire.desk.metrics;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.queue.Queues;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;

/// The metrics of queues.
@ApplicationScoped
public class Metrics {
  /// How far back times are measured (contract, section 3).
  static final Duration WINDOW = Duration.ofDays(7);

  private final MetricsRepository metrics;
  private final Queues queues;
  private final InstantSource clock;

  Metrics(MetricsRepository metrics, Queues queues, InstantSource clock) {
    this.metrics = metrics;
    this.queues = queues;
    this.clock = clock;
  }

  /// The metrics of a queue, for who may know of the queue.
  public Outcome<QueueMetrics> of(Caller caller, String queueId) {
    return queues
        .find(queueId)
        .filter(queue -> queue.visibleTo(caller))
        .map(_ -> Outcome.done(of(queueId)))
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  /// The metrics of a queue, whoever asks.
  QueueMetrics of(String queueId) {
    var at = clock.instant();
    var counts = metrics.counts(queueId);
    if (counts.rows() > MetricsRepository.MANY) {
      metrics.fold(queueId);
    }
    return summed(queueId, at, counts);
  }

  private QueueMetrics summed(String queueId, Instant at, MetricsRepository.Counts counts) {
    var byStatus = new EnumMap<Status, Long>(Status.class);
    for (var status : Status.values()) {
      byStatus.put(status, 0L);
    }
    var byPriority = new EnumMap<Priority, Long>(Priority.class);
    for (var priority : Priority.values()) {
      byPriority.put(priority, 0L);
    }
    long total = 0;
    long unassigned = 0;
    for (var entry : counts.tickets().entrySet()) {
      var counted = entry.getKey();
      long tickets = entry.getValue();
      total += tickets;
      unassigned += counted.assigned() ? 0 : tickets;
      byStatus.merge(counted.status(), tickets, Long::sum);
      byPriority.merge(counted.priority(), tickets, Long::sum);
    }
    var since = at.minus(WINDOW);
    return new QueueMetrics(
        queueId,
        at,
        total,
        byStatus,
        byPriority,
        unassigned,
        metrics.oldestOpen(queueId).orElse(null),
        metrics.percentiles(queueId, "first_response", since),
        metrics.percentiles(queueId, "resolution", since));
  }
}
