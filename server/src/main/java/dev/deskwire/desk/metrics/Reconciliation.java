package dev.deskwire.desk.metrics;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;

/// Counts every queue anew and compares: a difference is reported in the log and mended. There is
/// none unless tickets were changed past the desk, by SQL.
///
/// Should two do so at once, the second finds what the first has mended.
@ApplicationScoped
class Reconciliation {
  private static final Logger LOG = Logger.getLogger(Reconciliation.class);

  private final MetricsRepository metrics;
  private final InstantSource clock;

  Reconciliation(MetricsRepository metrics, InstantSource clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /// Blocks.
  ///
  /// @return how many differences there were
  int run() {
    var drift = QuarkusTransaction.requiringNew().call(this::counts);
    for (var difference : drift) {
      LOG.warnf(
          "Drift in queue %s: %d tickets were counted as %s, there are %d; mended",
          difference.counted().queueId(),
          difference.kept(),
          difference.counted(),
          difference.there());
    }
    var mistimed = metrics.mistimed(clock.instant().minus(Metrics.WINDOW));
    for (var ticketId : mistimed) {
      QuarkusTransaction.requiringNew().run(() -> time(ticketId));
      LOG.warnf("Drift: the kept times of ticket %s were not its own; mended", ticketId);
    }
    return drift.size() + mistimed.size();
  }

  private List<MetricsRepository.Drift> counts() {
    metrics.lockReconciliation();
    var drift = metrics.drift();
    drift.forEach(
        difference -> metrics.add(difference.counted(), difference.there() - difference.kept()));
    metrics.unfolded().forEach(metrics::fold);
    return drift;
  }

  private void time(String ticketId) {
    if (metrics.lock(ticketId)) {
      metrics.time(ticketId, null);
    }
  }
}
