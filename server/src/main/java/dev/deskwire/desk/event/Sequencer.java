package dev.deskwire.desk.event;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Gives committed events their place in the order.
///
/// Any number of nodes may run one. Numbering happens under the lock of the single row of
/// `event_head`, so batches follow one another; the statement that numbers takes its snapshot after
/// the lock is held, so it sees every commit that an earlier batch might have missed. A transaction
/// that commits late is numbered late; no reader can be past it.
@ApplicationScoped
public class Sequencer {
  /// The channel on which the readers of all nodes are told that the log has grown.
  public static final String CHANNEL = "deskwire_log";

  private static final Logger LOG = Logger.getLogger(Sequencer.class);

  /// Rows numbered in one transaction: large enough to keep up with a burst, short enough that the
  /// lock is held for milliseconds.
  private static final int BATCH = 1_000;

  /// How often a node looks for rows whose own node died between commit and numbering.
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// A node that stalls while it holds the lock loses it after this (PostgreSQL ends its session).
  private static final String STALLED = "8s";

  private final Jdbi jdbi;
  private final Semaphore work = new Semaphore(0);
  private volatile @Nullable Thread runner;

  Sequencer(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Starts numbering in the background.
  public void start() {
    if (runner == null) {
      runner = Thread.ofPlatform().name("sequencer").daemon().start(this::run);
    }
  }

  void stop(@Observes ShutdownEvent shutdown) {
    var running = runner;
    if (running != null) {
      running.interrupt();
    }
  }

  /// Says that something may have been committed. Costs nothing; any thread.
  void wake() {
    work.release();
  }

  private void run() {
    boolean failing = false;
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (work.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          work.drainPermits();
        }
        while (sequence() == BATCH) {
          // a full batch: more may be waiting
        }
        failing = false;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.warnf("Events wait for their place in the log: %s", e.getMessage());
        }
        failing = true;
      }
    }
  }

  /// Numbers what has committed, at most one batch.
  ///
  /// @return how many rows it numbered
  int sequence() {
    boolean idle =
        jdbi.withHandle(handle ->
            handle
                .select("SELECT NOT EXISTS (SELECT FROM event WHERE seq IS NULL)")
                .mapTo(Boolean.class)
                .one());
    if (idle) {
      return 0;
    }
    return QuarkusTransaction.requiringNew().call(() -> jdbi.withHandle(this::number));
  }

  private int number(Handle handle) {
    handle.execute("SET LOCAL idle_in_transaction_session_timeout = '" + STALLED + "'");
    long head = handle.select("SELECT seq FROM event_head FOR UPDATE").mapTo(Long.class).one();
    int numbered =
        handle.execute(
            """
            UPDATE event SET seq = ? + pending.place
            FROM (
                SELECT append_id, row_number() OVER (ORDER BY append_id) AS place
                FROM event WHERE seq IS NULL ORDER BY append_id LIMIT ?
            ) AS pending
            WHERE event.append_id = pending.append_id
            """,
            head,
            BATCH);
    if (numbered > 0) {
      handle.execute("UPDATE event_head SET seq = ?", head + numbered);
      handle
          .select("SELECT pg_notify(?, ?)", CHANNEL, Long.toString(head + numbered))
          .mapToMap()
          .one();
    }
    return numbered;
  }
}
