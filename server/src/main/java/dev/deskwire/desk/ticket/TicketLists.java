package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;

/// Finds tickets: only those the caller may read, filtered, searched, sorted, a page at a time.
@ApplicationScoped
class TicketLists {
  /// The class of SQL states that says a value does not fit its type.
  private static final String BAD_VALUE = "22";

  private final Jdbi jdbi;

  TicketLists(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A ticket with the key that it is sorted by, as text.
  private record Found(Ticket ticket, String key) {}

  /// @param cursor the `next` of the page before
  Outcome<Page<Ticket>> page(Caller caller, TicketQuery query, @Nullable String cursor, int limit) {
    return position(cursor).then(after -> page(caller, query, after, limit));
  }

  private Outcome<Page<Ticket>> page(
      Caller caller, TicketQuery query, List<String> after, int limit) {
    try {
      var rows =
          jdbi.withHandle(
              handle -> found(handle.createQuery(sql(query, after)), caller, query, after, limit));
      return Outcome.done(
          Page.of(rows, limit, row -> Cursor.encode(row.key(), row.ticket().id()))
              .map(Found::ticket));
    } catch (UnableToExecuteStatementException e) {
      if (!after.isEmpty()
          && e.getCause() instanceof SQLException sql
          && Objects.requireNonNullElse(sql.getSQLState(), "").startsWith(BAD_VALUE)) {
        // the key is no value of this list's order: the cursor is of another list, or made up
        return Cursor.foreign();
      }
      throw e;
    }
  }

  private static Outcome<List<String>> position(@Nullable String cursor) {
    return cursor == null ? Outcome.done(List.of()) : Cursor.decode(cursor, 2);
  }

  /// Built of constant pieces alone; every value is bound.
  private static String sql(TicketQuery query, List<String> after) {
    var where = new ArrayList<String>();
    where.add(TicketScope.READABLE);
    if (!query.projects().isEmpty()) {
      where.add("t.project_id = ANY(:projects)");
    }
    if (!query.queues().isEmpty()) {
      where.add("(t.queue_id = ANY(:queues) OR :noQueue AND t.queue_id IS NULL)");
    }
    if (!query.statuses().isEmpty()) {
      where.add("t.status = ANY(:statuses)");
    }
    if (!query.priorities().isEmpty()) {
      where.add("t.priority = ANY(:priorities)");
    }
    if (!query.assignees().isEmpty()) {
      where.add("(t.assignee_id = ANY(:assignees) OR :noAssignee AND t.assignee_id IS NULL)");
    }
    if (!query.reporters().isEmpty()) {
      where.add("t.reporter_id = ANY(:reporters)");
    }
    if (!query.tags().isEmpty()) {
      where.add("t.tags && CAST(:tags AS text[])");
    }
    for (int i = 0; i < query.words().size(); i++) {
      where.add(word(i));
    }
    var key = query.order().sql();
    var direction = query.descending() ? "DESC" : "ASC";
    if (!after.isEmpty()) {
      where.add(
          "(%s, t.id) %s (CAST(:afterKey AS %s), :afterId)"
              .formatted(key, query.descending() ? "<" : ">", query.order().type()));
    }
    return TicketRepository.SELECT.replaceFirst(
            "SELECT ", "SELECT (" + key + ")::text AS sort_key, ")
        + "WHERE "
        + String.join(" AND ", where)
        + " ORDER BY %s %s, t.id %s LIMIT :limit".formatted(key, direction, direction);
  }

  /// The word occurs in the ticket, in its number, or in a comment that the caller may read. The
  /// last lexeme of a word matches as a prefix: people search while they type.
  private static String word(int i) {
    var lexemes =
        "(nullif(plainto_tsquery('simple', :word%d)::text, '') || ':*')::tsquery".formatted(i);
    return """
    (t.search @@ %1$s
      OR t.number ILIKE :number%2$d
      OR t.id IN (SELECT c.ticket_id FROM comment c WHERE NOT c.internal AND c.search @@ %1$s)
      OR %3$s AND t.id IN
        (SELECT c.ticket_id FROM comment c WHERE c.internal AND c.search @@ %1$s))
    """
        .formatted(lexemes, i, TicketScope.STAFFED);
  }

  private static List<Found> found(
      Query statement, Caller caller, TicketQuery query, List<String> after, int limit) {
    // a filter that is not asked for leaves its binding unused
    statement.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
    TicketScope.bind(statement, caller)
        .bindArray("projects", String.class, query.projects())
        .bindArray("queues", String.class, query.queues())
        .bind("noQueue", query.queues().contains(TicketQuery.NONE))
        .bindArray("statuses", String.class, query.statuses())
        .bindArray("priorities", String.class, query.priorities())
        .bindArray("assignees", String.class, query.assignees())
        .bind("noAssignee", query.assignees().contains(TicketQuery.NONE))
        .bindArray("reporters", String.class, query.reporters())
        .bindArray("tags", String.class, query.tags())
        .bind("limit", limit + 1);
    if (!after.isEmpty()) {
      statement.bind("afterKey", after.getFirst()).bind("afterId", after.getLast());
    }
    for (int i = 0; i < query.words().size(); i++) {
      var word = query.words().get(i);
      statement.bind("word" + i, word).bind("number" + i, "%" + Text.likeLiteral(word) + "%");
    }
    return statement
        .map(
            (row, _) -> new Found(TicketRepository.stored(row).ticket(), row.getString("sort_key")))
        .list();
  }
}
