package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.ticket.Ticket.LastReply;
import dev.deskwire.desk.ticket.Ticket.Side;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Tickets in PostgreSQL.
@ApplicationScoped
class TicketRepository {
  /// The columns of a [StoredTicket], with the names of people and the team of its queue.
  static final String SELECT =
      """
      SELECT t.id, t.number, t.title, t.description, t.status, t.priority, t.project_id,
             t.queue_id, q.team_id, t.reporter_id, r.name AS reporter_name,
             t.assignee_id, a.name AS assignee_name, t.tags, t.due, t.last_reply_at,
             t.last_reply_by, t.version, t.created_at, t.updated_at,
             ARRAY(SELECT f.user_id FROM ticket_follower f
                   WHERE f.ticket_id = t.id ORDER BY f.user_id) AS followers
      FROM ticket t
      JOIN app_user r ON r.id = t.reporter_id
      LEFT JOIN app_user a ON a.id = t.assignee_id
      LEFT JOIN queue q ON q.id = t.queue_id
      """;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  private final Jdbi jdbi;
  private final ObjectMapper json;

  TicketRepository(Jdbi jdbi, ObjectMapper json) {
    this.jdbi = jdbi;
    this.json = json;
  }

  Optional<StoredTicket> find(String id) {
    return jdbi.withHandle(handle ->
        handle.select(SELECT + "WHERE t.id = ?", id).map((row, _) -> stored(row)).findOne());
  }

  /// As [#find], holding the ticket against other changes until the transaction ends.
  Optional<StoredTicket> lock(String id) {
    boolean there =
        jdbi.withHandle(handle ->
            handle
                .select("SELECT id FROM ticket WHERE id = ? FOR UPDATE", id)
                .mapTo(String.class)
                .findOne()
                .isPresent());
    return there ? find(id) : Optional.empty();
  }

  /// Who may read these tickets, by id; without those that are gone.
  Map<String, TicketAccess> accessOf(Collection<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle -> {
      var found = new HashMap<String, TicketAccess>();
      handle
          .createQuery(SELECT + "WHERE t.id = ANY(:ids)")
          .bindArray("ids", String.class, Set.copyOf(ids))
          .map((row, _) -> stored(row))
          .forEach(stored -> found.put(stored.ticket().id(), stored.access()));
      return found;
    });
  }

  /// The next number: the day in UTC and a count that never repeats.
  String nextNumber(Instant at) {
    long count =
        jdbi.withHandle(
            handle -> handle.select("SELECT nextval('ticket_number')").mapTo(Long.class).one());
    return "TKT-%s-%04d".formatted(DAY.format(at), count);
  }

  void insert(Ticket ticket) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO ticket (id, number, title, description, status, priority,
                    project_id, queue_id, reporter_id, assignee_id, tags, due, version,
                    created_at, updated_at)
                VALUES (:id, :number, :title, :description, :status, :priority, :project,
                    :queue, :reporter, :assignee, :tags, :due, :version, :created, :updated)
                """)
            .bind("id", ticket.id())
            .bind("number", ticket.number())
            .bind("title", ticket.title())
            .bind("description", ticket.description())
            .bind("status", ticket.status().wire())
            .bind("priority", ticket.priority().wire())
            .bind("project", ticket.projectId())
            .bind("queue", ticket.queueId())
            .bind("reporter", ticket.reporter().id())
            .bind("assignee", idOf(ticket.assignee()))
            .bindArray("tags", String.class, ticket.tags())
            .bind("due", ticket.due())
            .bind("version", ticket.version())
            .bind("created", ticket.createdAt())
            .bind("updated", ticket.updatedAt())
            .execute());
  }

  private static @Nullable String idOf(@Nullable PersonRef person) {
    return person == null ? null : person.id();
  }

  /// Writes every field of `change` and one row of history for each of them.
  void update(String id, TicketChange change) {
    jdbi.useHandle(handle -> {
      for (var field : change.fields().entrySet()) {
        write(handle, id, field.getKey(), field.getValue().to());
      }
      var reply = change.lastReply();
      handle.execute(
          """
          UPDATE ticket SET version = ?, updated_at = ?, last_reply_at = ?, last_reply_by = ?
          WHERE id = ?
          """,
          change.version(),
          change.at(),
          reply == null ? null : reply.at(),
          reply == null ? null : reply.by().name(),
          id);
      var history =
          handle.prepareBatch(
              """
              INSERT INTO ticket_change
                  (ticket_id, version, field, old_value, new_value, at, actor_id)
              VALUES (?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
              """);
      change
          .fields()
          .forEach((field, values) ->
              history.add(
                  id,
                  change.version(),
                  field.json(),
                  values.from().toString(),
                  values.to().toString(),
                  change.at(),
                  change.actorId()));
      history.execute();
    });
  }

  private static void write(
      org.jdbi.v3.core.Handle handle, String id, TicketField field, JsonNode value) {
    // the column comes from the enumeration, never from a request
    var update =
        handle
            .createUpdate("UPDATE ticket SET " + field.column() + " = :value WHERE id = :id")
            .bind("id", id);
    switch (field) {
      case TAGS -> update.bindArray("value", String.class, FieldValues.strings(value));
      case DUE -> update.bind("value", value.isNull() ? null : Instant.parse(value.asText()));
      case STATUS, PRIORITY, ASSIGNEE, QUEUE, TITLE, DESCRIPTION ->
          update.bind("value", value.isNull() ? null : value.asText());
    }
    update.execute();
  }

  /// What each field was at version `seen`, for the fields that have changed since.
  Map<TicketField, JsonNode> changedSince(String id, long seen) {
    return jdbi.withHandle(handle -> {
      var changed = new HashMap<TicketField, JsonNode>();
      handle
          .select(
              """
              SELECT DISTINCT ON (field) field, old_value FROM ticket_change
              WHERE ticket_id = ? AND version > ? ORDER BY field, version
              """,
              id,
              seen)
          .map((row, _) -> {
            TicketField.of(row.getString("field"))
                .ifPresent(field -> changed.put(field, read(getString(row, "old_value"))));
            return row;
          })
          .list();
      return changed;
    });
  }

  private static String getString(ResultSet row, String column) {
    try {
      return row.getString(column);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private JsonNode read(String value) {
    try {
      return json.readTree(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return whether that changed anything
  boolean follow(String id, String userId) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "INSERT INTO ticket_follower (ticket_id, user_id) VALUES (?, ?)"
                + " ON CONFLICT DO NOTHING",
            id,
            userId))
        == 1;
  }

  /// @return whether that changed anything
  boolean unfollow(String id, String userId) {
    return jdbi.withHandle(handle ->
        handle.execute(
            "DELETE FROM ticket_follower WHERE ticket_id = ? AND user_id = ?", id, userId))
        == 1;
  }

  void delete(String id) {
    jdbi.useHandle(handle -> handle.execute("DELETE FROM ticket WHERE id = ?", id));
  }

  static StoredTicket stored(ResultSet row) throws SQLException {
    var assigneeId = row.getString("assignee_id");
    var followers = strings(row, "followers");
    var ticket =
        new Ticket(
            row.getString("id"),
            row.getString("number"),
            row.getString("title"),
            row.getString("description"),
            Status.read(row.getString("status")),
            Priority.read(row.getString("priority")),
            row.getString("project_id"),
            row.getString("queue_id"),
            new PersonRef(row.getString("reporter_id"), row.getString("reporter_name")),
            assigneeId == null ? null : new PersonRef(assigneeId, row.getString("assignee_name")),
            strings(row, "tags"),
            followers,
            instant(row, "due"),
            lastReply(row),
            row.getLong("version"),
            row.getTimestamp("created_at").toInstant(),
            row.getTimestamp("updated_at").toInstant());
    var access =
        new TicketAccess(
            ticket.projectId(),
            ticket.queueId(),
            row.getString("team_id"),
            ticket.reporter().id(),
            assigneeId,
            Set.copyOf(followers));
    return new StoredTicket(ticket, access);
  }

  private static List<String> strings(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp time = row.getTimestamp(column);
    return time == null ? null : time.toInstant();
  }

  private static @Nullable LastReply lastReply(ResultSet row) throws SQLException {
    var at = instant(row, "last_reply_at");
    return at == null ? null : new LastReply(at, Side.valueOf(row.getString("last_reply_by")));
  }
}
