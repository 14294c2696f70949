package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.Notification.TicketLink;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.ticket.TicketScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Notifications in PostgreSQL. A reader never sees one of a ticket that they may no longer read.
@ApplicationScoped
class NotificationRepository {
  /// A caller's own notifications that they may still be shown.
  private static final String VISIBLE =
      """
      FROM notification n
      LEFT JOIN ticket t ON t.id = n.ticket_id
      LEFT JOIN queue q ON q.id = t.queue_id
      WHERE n.user_id = :scopeMe AND n.cleared_at IS NULL
        AND (n.ticket_id IS NULL OR CASE WHEN n.internal THEN %s ELSE %s END)
      """
          .formatted(TicketScope.STAFFED, TicketScope.READABLE);

  private final Jdbi jdbi;

  NotificationRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// @param idsGiven whether a program chose the ids
  void insert(List<NotificationEvent.Created> created, boolean idsGiven) {
    jdbi.useHandle(handle -> {
      var batch =
          handle.prepareBatch(
              """
              INSERT INTO notification
                  (id, user_id, type, tier, channels, title, message, ticket_id, internal,
                   created_at, given_id)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """);
      for (var notification : created) {
        var ticket = notification.ticket();
        batch.add(
            notification.notificationId(),
            notification.userId(),
            notification.type(),
            notification.tier().wire(),
            notification.channels().stream().sorted().map(Channel::wire).toArray(String[]::new),
            notification.title(),
            notification.message(),
            ticket == null ? null : ticket.id(),
            notification.internal(),
            notification.timestamp(),
            idsGiven);
      }
      batch.execute();
    });
  }

  /// A place in the list: the time and the id of a notification.
  record Place(Instant at, String id) {}

  /// Newest first.
  ///
  /// @param before those older than this one alone
  List<Notification> list(Caller caller, boolean unreadOnly, @Nullable Place before, int limit) {
    return jdbi.withHandle(handle ->
        TicketScope.bind(
                handle.createQuery(
                    "SELECT n.*, t.number "
                        + VISIBLE
                        + """
                        AND (NOT :unread OR n.read_at IS NULL)
                        AND (:beforeId::text IS NULL
                            OR (n.created_at, n.id) < (:beforeAt::timestamptz, :beforeId))
                        ORDER BY n.created_at DESC, n.id DESC LIMIT :limit
                        """),
                caller)
            .bind("unread", unreadOnly)
            .bind("beforeAt", before == null ? null : before.at())
            .bind("beforeId", before == null ? null : before.id())
            .bind("limit", limit)
            .map((row, _) -> notification(row))
            .list());
  }

  /// A person's notification of that id, cleared or not.
  Optional<Notification> find(String userId, String id) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT n.*, t.number FROM notification n LEFT JOIN ticket t ON t.id = n.ticket_id
                WHERE n.user_id = ? AND n.id = ?
                """,
                userId,
                id)
            .map((row, _) -> notification(row))
            .findOne());
  }

  long unread(Caller caller) {
    return jdbi.withHandle(handle ->
        TicketScope.bind(
                handle.createQuery("SELECT count(*) " + VISIBLE + "AND n.read_at IS NULL"), caller)
            .mapTo(Long.class)
            .one());
  }

  boolean exists(Caller caller, String id) {
    return jdbi.withHandle(handle ->
        TicketScope.bind(handle.createQuery("SELECT n.id " + VISIBLE + "AND n.id = :id"), caller)
            .bind("id", id)
            .mapTo(String.class)
            .findOne()
            .isPresent());
  }

  /// Holds the person's read state against other changes until the transaction ends, so that each
  /// counts what the others did.
  void lock(String userId) {
    jdbi.useHandle(handle ->
        handle
            .select("SELECT id FROM app_user WHERE id = ? FOR NO KEY UPDATE", userId)
            .mapTo(String.class)
            .one());
  }

  /// Marks what was unread of these.
  ///
  /// @return the ids that were
  List<String> read(Caller caller, Collection<String> ids, Instant at) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE notification SET read_at = :at
                WHERE user_id = :me AND id = ANY(:ids) AND read_at IS NULL RETURNING id
                """)
            .bind("at", at)
            .bind("me", caller.id())
            .bindArray("ids", String.class, ids)
            .mapTo(String.class)
            .list());
  }

  /// Marks what was unread of these tickets.
  ///
  /// @return the ids of the notifications
  List<String> readOf(Caller caller, Collection<String> ticketIds, Instant at) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE notification SET read_at = :at
                WHERE user_id = :me AND ticket_id = ANY(:tickets) AND read_at IS NULL RETURNING id
                """)
            .bind("at", at)
            .bind("me", caller.id())
            .bindArray("tickets", String.class, ticketIds)
            .mapTo(String.class)
            .list());
  }

  List<String> readAll(Caller caller, Instant at) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE notification SET read_at = :at
                WHERE user_id = :me AND read_at IS NULL RETURNING id
                """)
            .bind("at", at)
            .bind("me", caller.id())
            .mapTo(String.class)
            .list());
  }

  /// Clears the centre. A row whose id a program chose stays, unseen, so that a repeat of the id
  /// tells nobody again.
  ///
  /// @return the ids of what was in it
  List<String> clear(Caller caller, Instant at) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                WITH hidden AS (
                    UPDATE notification SET cleared_at = :at, read_at = coalesce(read_at, :at)
                    WHERE user_id = :me AND given_id AND cleared_at IS NULL RETURNING id
                ), gone AS (
                    DELETE FROM notification WHERE user_id = :me AND NOT given_id RETURNING id
                )
                SELECT id FROM hidden UNION ALL SELECT id FROM gone
                """)
            .bind("at", at)
            .bind("me", caller.id())
            .mapTo(String.class)
            .list());
  }

  /// Candidates to be told of what goes on in every queue.
  List<String> admins() {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id FROM app_user WHERE active AND 'admin' = ANY(roles)")
            .mapTo(String.class)
            .list());
  }

  List<String> watchers(String queueId) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT user_id FROM queue_watcher WHERE queue_id = ?", queueId)
            .mapTo(String.class)
            .list());
  }

  private static Notification notification(ResultSet row) throws SQLException {
    var ticketId = row.getString("ticket_id");
    return new Notification(
        row.getString("id"),
        row.getString("type"),
        Tier.read(row.getString("tier")),
        row.getString("title"),
        row.getString("message"),
        ticketId == null ? null : new TicketLink(ticketId, row.getString("number")),
        Arrays.stream((String[]) row.getArray("channels").getArray()).map(Channel::read).toList(),
        row.getTimestamp("read_at") != null,
        row.getTimestamp("created_at").toInstant());
  }
}
