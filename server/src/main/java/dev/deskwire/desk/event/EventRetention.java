package dev.deskwire.desk.event;

import dev.deskwire.desk.platform.ScheduledJobs;
import dev.deskwire.desk.platform.config.Settings;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// Removes what is older than [Settings#eventRetention] from the beginning of the log. Who is
/// further behind than that is told to read everything anew.
///
/// Rows go in the order of their positions, so that what is left has no gaps; a row that is younger
/// keeps all that come after it. One node does it each time.
@ApplicationScoped
public class EventRetention {
  private static final Logger LOG = Logger.getLogger(EventRetention.class);

  /// Rows removed in one transaction, so that no lock is held long.
  private static final int BATCH = 5_000;

  /// How often it looks, at the least and at the most.
  private static final Duration SELDOM = Duration.ofHours(1);

  private static final Duration OFTEN = Duration.ofSeconds(1);

  /// A row may be older by this part of the retention before it goes.
  private static final int PRECISION = 10;

  private final Jdbi jdbi;
  private final ScheduledJobs jobs;
  private final InstantSource clock;
  private final Duration retention;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("event-retention").daemon().factory());

  EventRetention(Jdbi jdbi, ScheduledJobs jobs, InstantSource clock, Settings settings) {
    this.jdbi = jdbi;
    this.jobs = jobs;
    this.clock = clock;
    retention = settings.eventRetention();
  }

  /// Starts to remove in the background.
  public void start() {
    long every = interval(retention).toMillis();
    var _ = timer.scheduleWithFixedDelay(this::attempt, every, every, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent shutdown) {
    timer.shutdownNow();
  }

  static Duration interval(Duration retention) {
    var part = retention.dividedBy(PRECISION);
    if (part.compareTo(OFTEN) < 0) {
      return OFTEN;
    }
    return part.compareTo(SELDOM) > 0 ? SELDOM : part;
  }

  private void attempt() {
    try {
      int removed = jobs.claim("event-retention", interval(retention)) ? remove() : 0;
      if (removed > 0) {
        LOG.debugf("%d events older than %s are removed from the log", removed, retention);
      }
    } catch (RuntimeException e) {
      LOG.warnf("Old events are removed later: %s", e.getMessage());
    }
  }

  /// Removes all that is too old now. Blocks.
  ///
  /// @return how many rows
  int remove() {
    long keep = firstKept(clock.instant().minus(retention));
    int all = 0;
    int removed;
    do {
      removed = removeBefore(keep);
      all += removed;
    } while (removed == BATCH);
    return all;
  }

  /// The first position that is not older than `oldest`: the walk passes over old rows alone.
  private long firstKept(Instant oldest) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT coalesce(
                    (SELECT seq FROM event WHERE seq IS NOT NULL AND at >= ? ORDER BY seq LIMIT 1),
                    (SELECT seq + 1 FROM event_head))
                """,
                oldest)
            .mapTo(Long.class)
            .one());
  }

  private int removeBefore(long keep) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            DELETE FROM event WHERE append_id IN (
                SELECT append_id FROM event WHERE seq < ? ORDER BY seq LIMIT ?)
            """,
            keep,
            BATCH));
  }
}
