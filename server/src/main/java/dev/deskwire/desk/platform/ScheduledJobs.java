package dev.deskwire.desk.platform;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/// What the desk does at intervals is done by one of its nodes, whichever is first.
@ApplicationScoped
public class ScheduledJobs {
  /// A job may begin this part of its interval early: timers of nodes are not the database's clock.
  private static final int SLACK = 10;

  private final Jdbi jdbi;

  ScheduledJobs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Takes on a job that nobody has begun for as long as `interval`, by the database's clock.
  /// Blocks.
  ///
  /// @return whether the caller is to do it now; the others are told no
  public boolean claim(String name, Duration interval) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            INSERT INTO scheduled_job AS job (name, begun_at) VALUES (?, now())
            ON CONFLICT (name) DO UPDATE SET begun_at = excluded.begun_at
            WHERE job.begun_at <= now() - ? * interval '1 millisecond'
            """,
            name,
            interval.minus(interval.dividedBy(SLACK)).toMillis()))
        == 1;
  }
}
