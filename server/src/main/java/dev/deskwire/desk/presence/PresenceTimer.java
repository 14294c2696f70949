package dev.deskwire.desk.presence;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Runs what presence has to do later, or on a thread that may block.
@ApplicationScoped
class PresenceTimer {
  private static final Logger LOG = Logger.getLogger(PresenceTimer.class);

  private static final String STOPPING = "The desk stops: what happens now concerns nobody";

  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("presence").daemon().factory());
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService inOrder =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("presence").factory());

  PresenceTimer() {
    // plans are remade with every event, and most are for minutes later
    timer.setRemoveOnCancelPolicy(true);
  }

  void stop(@Observes ShutdownEvent shutdown) {
    timer.shutdownNow();
    inOrder.shutdownNow();
    workers.shutdownNow();
  }

  /// Runs after what was handed in before.
  void next(Runnable action) {
    try {
      inOrder.execute(guarded(action));
    } catch (RejectedExecutionException e) {
      LOG.debug(STOPPING);
    }
  }

  /// Runs once at `when`, or at once when that is over.
  Future<?> at(Instant when, Instant now, Runnable action) {
    long wait = when.equals(Instant.MAX) ? Long.MAX_VALUE : Duration.between(now, when).toNanos();
    try {
      return timer.schedule(
          () -> workers.execute(guarded(action)), Math.max(0, wait), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug(STOPPING);
      return CompletableFuture.completedFuture(null);
    }
  }

  void every(Duration period, Runnable action) {
    var _ =
        timer.scheduleAtFixedRate(
            () -> workers.execute(guarded(action)),
            period.toMillis(),
            period.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /// What failed once is done again with the next change or the next sweep.
  private static Runnable guarded(Runnable action) {
    return () -> {
      try {
        action.run();
      } catch (RuntimeException e) {
        LOG.error("Presence is not up to date", e);
      }
    };
  }
}
