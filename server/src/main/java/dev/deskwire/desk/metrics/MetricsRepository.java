package dev.deskwire.desk.metrics;

import dev.deskwire.desk.metrics.QueueMetrics.Percentiles;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The kept counts and times, and the naive ones that they must agree with.
@ApplicationScoped
class MetricsRepository {
  /// Rows of a queue beyond which sums take their place: more than there are kinds of tickets (5
  /// states, 4 priorities, assigned or not), few enough to add up in a millisecond.
  static final int MANY = 500;

  /// The times of the tickets that `recent` names, by what the desk knows of them.
  private static final String TIMES =
      """
      SELECT r.id AS ticket_id, 'first_response' AS kind, r.queue_id, c.at,
             round(extract(epoch FROM c.at - r.created_at) * 1000)::bigint AS ms
      FROM recent r CROSS JOIN LATERAL (
          SELECT min(created_at) AS at FROM comment
          WHERE ticket_id = r.id AND NOT internal AND side = 'staff'
              AND id IS DISTINCT FROM :exceptComment) c
      WHERE c.at IS NOT NULL
      UNION ALL
      SELECT r.id, 'resolution', r.queue_id, h.at,
             round(extract(epoch FROM h.at - r.created_at) * 1000)::bigint
      FROM recent r CROSS JOIN LATERAL (
          SELECT max(at) AS at FROM ticket_change
          WHERE ticket_id = r.id AND field = 'status'
              AND new_value #>> '{}' IN ('resolved', 'closed')
              AND old_value #>> '{}' NOT IN ('resolved', 'closed')) h
      WHERE h.at IS NOT NULL AND r.status IN ('resolved', 'closed')
      """;

  private final Jdbi jdbi;

  MetricsRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// As what a ticket is counted now.
  Counted counted(String ticketId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT queue_id, status, priority, assignee_id IS NOT NULL AS assigned
                FROM ticket WHERE id = ?
                """,
                ticketId)
            .map((row, _) -> counted(row))
            .one());
  }

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(
        row.getString("queue_id"),
        Status.of(row.getString("status")).orElseThrow(),
        Priority.of(row.getString("priority")).orElseThrow(),
        row.getBoolean("assigned"));
  }

  /// Counts so many tickets more, or fewer.
  void add(Counted counted, long tickets) {
    if (counted.queueId() == null) {
      return;
    }
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO queue_count (queue_id, status, priority, assigned, tickets)
            VALUES (?, ?, ?, ?, ?)
            """,
            counted.queueId(),
            counted.status().wire(),
            counted.priority().wire(),
            counted.assigned(),
            tickets));
  }

  /// Takes the times of a ticket anew.
  ///
  /// @param exceptComment a comment that is about to go
  void time(String ticketId, @Nullable String exceptComment) {
    jdbi.useHandle(handle -> {
      handle.execute("DELETE FROM ticket_time WHERE ticket_id = ?", ticketId);
      handle
          .createUpdate(
              "WITH recent AS (SELECT * FROM ticket WHERE id = :ticket) "
                  + "INSERT INTO ticket_time (ticket_id, kind, queue_id, at, ms) "
                  + TIMES)
          .bind("ticket", ticketId)
          .bind("exceptComment", exceptComment)
          .execute();
    });
  }

  /// What is counted in a queue.
  ///
  /// @param tickets by kind; those that add up to nothing are missing
  /// @param rows of how many rows that is the sum
  record Counts(Map<Counted, Long> tickets, long rows) {}

  Counts counts(String queueId) {
    return jdbi.withHandle(handle -> {
      var tickets = new HashMap<Counted, Long>();
      long rows = 0;
      for (var row :
          handle
              .select(
                  """
                  SELECT queue_id, status, priority, assigned,
                         sum(tickets)::bigint AS tickets, count(*) AS rows
                  FROM queue_count WHERE queue_id = ?
                  GROUP BY queue_id, status, priority, assigned
                  """,
                  queueId)
              .map((row, _) -> new Kept(counted(row), row.getLong("tickets"), row.getLong("rows")))
              .list()) {
        rows += row.rows();
        if (row.tickets() != 0) {
          tickets.put(row.counted(), row.tickets());
        }
      }
      return new Counts(Map.copyOf(tickets), rows);
    });
  }

  private record Kept(Counted counted, long tickets, long rows) {}

  /// Puts the sums of a queue in place of its rows. Rows that are being added meanwhile stay; of
  /// two who do so at once the second finds nothing to do.
  void fold(String queueId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                WITH gone AS (DELETE FROM queue_count WHERE queue_id = :queue RETURNING *)
                INSERT INTO queue_count (queue_id, status, priority, assigned, tickets)
                SELECT queue_id, status, priority, assigned, sum(tickets) FROM gone
                GROUP BY queue_id, status, priority, assigned HAVING sum(tickets) <> 0
                """)
            .bind("queue", queueId)
            .execute());
  }

  /// The queues whose rows are [#MANY].
  List<String> unfolded() {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT queue_id FROM queue_count GROUP BY queue_id HAVING count(*) > ?", MANY)
            .mapTo(String.class)
            .list());
  }

  Optional<Instant> oldestOpen(String queueId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT created_at FROM ticket
                WHERE queue_id = ? AND status IN ('open', 'in_progress', 'waiting')
                ORDER BY created_at LIMIT 1
                """,
                queueId)
            .mapTo(Instant.class)
            .findOne());
  }

  /// The times of a queue's tickets that were over after `since`.
  Percentiles percentiles(String queueId, String kind, Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)) AS p50,
                       round(percentile_cont(0.9) WITHIN GROUP (ORDER BY ms)) AS p90
                FROM ticket_time WHERE queue_id = ? AND kind = ? AND at > ?
                """,
                queueId,
                kind,
                since)
            .map((row, _) ->
                row.getObject("p50") == null
                    ? Percentiles.NONE
                    : new Percentiles(row.getLong("p50"), row.getLong("p90")))
            .one());
  }

  /// A kind of ticket that is counted otherwise than it is there.
  record Drift(Counted counted, long kept, long there) {}

  /// Holds other reconciliations off until the transaction ends.
  void lockReconciliation() {
    jdbi.useHandle(handle ->
        handle
            .select("SELECT pg_advisory_xact_lock(hashtextextended('queue_metrics', 0))")
            .mapToMap()
            .one());
  }

  /// Where counts and tickets disagree: of one moment, so that what is being changed meanwhile is
  /// in both or in neither.
  List<Drift> drift() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT queue_id, status, priority, assigned,
                       sum(kept)::bigint AS kept, sum(there)::bigint AS there
                FROM (
                    SELECT queue_id, status, priority, assigned, tickets AS kept, 0 AS there
                    FROM queue_count
                    UNION ALL
                    SELECT queue_id, status, priority, assignee_id IS NOT NULL, 0, 1
                    FROM ticket WHERE queue_id IS NOT NULL
                ) AS counted
                GROUP BY queue_id, status, priority, assigned
                HAVING sum(kept) <> sum(there)
                """)
            .map((row, _) -> new Drift(counted(row), row.getLong("kept"), row.getLong("there")))
            .list());
  }

  /// The tickets changed after `since` whose kept times are not what they should be.
  List<String> mistimed(Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "WITH recent AS (SELECT * FROM ticket WHERE updated_at > :since), there AS ("
                    + TIMES
                    + """
                    ), kept AS (
                        SELECT k.ticket_id, k.kind, k.queue_id, k.at, k.ms
                        FROM ticket_time k JOIN recent r ON r.id = k.ticket_id)
                    SELECT DISTINCT ticket_id FROM (
                        (TABLE there EXCEPT TABLE kept) UNION ALL (TABLE kept EXCEPT TABLE there)
                    ) AS different
                    """)
            .bind("since", since)
            .bindNull("exceptComment", java.sql.Types.VARCHAR)
            .mapTo(String.class)
            .list());
  }

  /// Holds a ticket against changes until the transaction ends.
  ///
  /// @return whether it is still there
  boolean lock(String ticketId) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id FROM ticket WHERE id = ? FOR UPDATE", ticketId)
            .mapTo(String.class)
            .findOne()
            .isPresent());
  }

  List<String> queues() {
    return jdbi.withHandle(
        handle -> handle.select("SELECT id FROM queue ORDER BY id").mapTo(String.class).list());
  }
}
