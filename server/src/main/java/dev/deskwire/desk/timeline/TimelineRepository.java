package dev.deskwire.desk.timeline;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.ticket.TicketScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Items of timelines in PostgreSQL. People are named as they are called now.
@ApplicationScoped
class TimelineRepository {
  private static final String SELECT =
      """
      SELECT i.id, i.entity_type, i.entity_id, coalesce(e.name, t.number) AS entity_name,
             i.kind, i.title, i.body, i.internal, i.recorded, i.actor_id,
             coalesce(u.name, i.actor_name) AS actor_name, i.at
      FROM timeline_item i
      LEFT JOIN timeline_entity e ON e.type = i.entity_type AND e.id = i.entity_id
      LEFT JOIN ticket t ON i.entity_type = 'ticket' AND t.id = i.entity_id
      LEFT JOIN app_user u ON u.id = i.actor_id
      """;

  private final Jdbi jdbi;

  TimelineRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// An item, and whether the desk wrote it about itself.
  record Stored(TimelineItem item, boolean recorded) {}

  Optional<Stored> find(String type, String entityId, String itemId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                SELECT + "WHERE i.entity_type = ? AND i.entity_id = ? AND i.id = ?",
                type,
                entityId,
                itemId)
            .map((row, _) -> new Stored(item(row), row.getBoolean("recorded")))
            .findOne());
  }

  /// Where a page begins: behind the item of this time and id.
  record Position(Instant at, String id) {}

  /// Newest first.
  List<TimelineItem> list(
      String type, String entityId, boolean withInternal, @Nullable Position after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                    WHERE i.entity_type = :type AND i.entity_id = :entity
                      AND (:internal OR NOT i.internal)
                      AND (CAST(:afterAt AS timestamptz) IS NULL
                           OR (i.at, i.id) < (:afterAt, :afterId))
                    ORDER BY i.at DESC, i.id DESC LIMIT :limit
                    """)
            .bind("type", type)
            .bind("entity", entityId)
            .bind("internal", withInternal)
            .bind("afterAt", after == null ? null : after.at())
            .bind("afterId", after == null ? null : after.id())
            .bind("limit", limit)
            .map((row, _) -> item(row))
            .list());
  }

  void insert(TimelineItem item, boolean recorded) {
    var actor = item.actor();
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO timeline_item (id, entity_type, entity_id, kind, title, body, internal,
                recorded, actor_id, actor_name, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            item.id(),
            item.entityType(),
            item.entityId(),
            item.kind(),
            item.title(),
            item.body(),
            item.internal(),
            recorded,
            actor == null ? null : actor.id(),
            actor == null ? null : actor.name(),
            item.at()));
  }

  void update(String itemId, String kind, String title, @Nullable String body) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE timeline_item SET kind = ?, title = ?, body = ? WHERE id = ?",
            kind,
            title,
            body,
            itemId));
  }

  void delete(String itemId) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM timeline_item WHERE id = ?", itemId));
  }

  void deleteAll(String type, String entityId) {
    jdbi.useHandle(handle ->
        handle.execute(
            "DELETE FROM timeline_item WHERE entity_type = ? AND entity_id = ?", type, entityId));
  }

  /// Makes an entity known, or notes what is new of it, and holds its timeline against other
  /// changes until the transaction ends.
  ///
  /// @param name `null` leaves the name that it has
  void touch(String type, String entityId, @Nullable String name, Instant at) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            INSERT INTO timeline_entity AS e (type, id, name, last_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (type, id) DO UPDATE SET
                name = coalesce(excluded.name, e.name),
                last_at = greatest(e.last_at, excluded.last_at)
            """,
            type,
            entityId,
            name,
            at));
  }

  /// Holds the timeline of an entity against changes until the transaction ends, if it has one.
  void lock(String type, String entityId) {
    jdbi.useHandle(handle ->
        handle
            .select(
                "SELECT id FROM timeline_entity WHERE type = ? AND id = ? FOR UPDATE",
                type,
                entityId)
            .mapTo(String.class)
            .findOne());
  }

  /// Lets an entity go that has no items left; else it is as old as the newest of them.
  void settle(String type, String entityId) {
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          UPDATE timeline_entity e SET last_at = i.at
          FROM (SELECT max(at) AS at FROM timeline_item WHERE entity_type = ? AND entity_id = ?) i
          WHERE e.type = ? AND e.id = ? AND i.at IS NOT NULL
          """,
          type,
          entityId,
          type,
          entityId);
      handle.execute(
          """
          DELETE FROM timeline_entity WHERE type = ? AND id = ?
            AND NOT EXISTS (SELECT FROM timeline_item WHERE entity_type = ? AND entity_id = ?)
          """,
          type,
          entityId,
          type,
          entityId);
    });
  }

  /// The entities of a type, those with the latest news first.
  ///
  /// @param like a pattern for their name or id; `null` for all
  List<TimelineEntity> entities(
      String type, @Nullable String like, @Nullable Position after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT type, id, name, last_at FROM timeline_entity
                WHERE type = :type
                  AND (CAST(:like AS text) IS NULL OR name ILIKE :like OR id ILIKE :like)
                  AND (CAST(:afterAt AS timestamptz) IS NULL OR (last_at, id) < (:afterAt, :afterId))
                ORDER BY last_at DESC, id DESC LIMIT :limit
                """)
            .bind("type", type)
            .bind("like", like)
            .bind("afterAt", after == null ? null : after.at())
            .bind("afterId", after == null ? null : after.id())
            .bind("limit", limit)
            .map((row, _) -> entity(row))
            .list());
  }

  /// The tickets that `caller` may read, those changed last first. A ticket's own time does not
  /// tell of internal items.
  List<TimelineEntity> tickets(
      Caller caller, @Nullable String like, @Nullable Position after, int limit) {
    return jdbi.withHandle(handle ->
        TicketScope.bind(
                handle.createQuery(
                    """
                    SELECT 'ticket' AS type, t.id, t.number AS name, t.updated_at AS last_at
                    FROM ticket t LEFT JOIN queue q ON q.id = t.queue_id
                    WHERE (CAST(:like AS text) IS NULL
                           OR t.number ILIKE :like OR t.title ILIKE :like)
                      AND (CAST(:afterAt AS timestamptz) IS NULL
                           OR (t.updated_at, t.id) < (:afterAt, :afterId))
                      AND %s
                    ORDER BY t.updated_at DESC, t.id DESC LIMIT :limit
                    """
                        .formatted(TicketScope.READABLE)),
                caller)
            .bind("like", like)
            .bind("afterAt", after == null ? null : after.at())
            .bind("afterId", after == null ? null : after.id())
            .bind("limit", limit)
            .map((row, _) -> entity(row))
            .list());
  }

  private static TimelineEntity entity(ResultSet row) throws SQLException {
    return new TimelineEntity(
        row.getString("type"),
        row.getString("id"),
        row.getString("name"),
        row.getTimestamp("last_at").toInstant());
  }

  private static TimelineItem item(ResultSet row) throws SQLException {
    var actorId = row.getString("actor_id");
    return new TimelineItem(
        row.getString("id"),
        row.getString("entity_type"),
        row.getString("entity_id"),
        row.getString("entity_name"),
        row.getString("kind"),
        row.getString("title"),
        row.getString("body"),
        row.getBoolean("internal"),
        actorId == null ? null : new ActorRef(actorId, row.getString("actor_name")),
        row.getTimestamp("at").toInstant());
  }
}
