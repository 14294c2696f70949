package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A checked question for a list of tickets. Several values of one filter are alternatives;
/// different filters all hold.
///
/// @param words the words to search for, each of which must occur
record TicketQuery(
    List<String> projects,
    List<String> queues,
    List<String> statuses,
    List<String> priorities,
    List<String> assignees,
    List<String> reporters,
    List<String> tags,
    List<String> words,
    Order order,
    boolean descending) {

  /// Stands for no assignee or no queue.
  static final String NONE = "none";

  private static final int MAX_WORDS = 10;

  private static final int MAX_SEARCH = 255;

  /// What a list may be sorted by, with the SQL that gives the key and the type that reads it back
  /// from a cursor.
  enum Order {
    UPDATED("updatedAt", "t.updated_at", "timestamptz"),
    CREATED("createdAt", "t.created_at", "timestamptz"),
    NUMBER("number", "t.number", "text"),
    TITLE("title", "lower(t.title)", "text"),
    STATUS(
        "status",
        "array_position(ARRAY['open','in_progress','waiting','resolved','closed'], t.status)",
        "int"),
    PRIORITY(
        "priority", "array_position(ARRAY['low','medium','high','urgent'], t.priority)", "int"),
    DUE("due", "coalesce(t.due, 'infinity')", "timestamptz");

    private final String json;
    private final String sql;
    private final String type;

    Order(String json, String sql, String type) {
      this.json = json;
      this.sql = sql;
      this.type = type;
    }

    String sql() {
      return sql;
    }

    String type() {
      return type;
    }

    static Optional<Order> of(String json) {
      return Arrays.stream(values()).filter(order -> order.json.equals(json)).findAny();
    }
  }

  /// What a request asks, as it came.
  record Asked(
      List<String> project,
      List<String> queue,
      List<String> status,
      List<String> priority,
      List<String> assignee,
      List<String> reporter,
      List<String> tag,
      @Nullable String q,
      @Nullable String sort) {}

  static Outcome<TicketQuery> of(Caller caller, Asked asked) {
    var statuses = split(asked.status());
    for (var status : statuses) {
      if (Status.of(status).isEmpty()) {
        return malformed(
            "status", "status must be one of open, in_progress, waiting, resolved, closed");
      }
    }
    var priorities = split(asked.priority());
    for (var priority : priorities) {
      if (Priority.of(priority).isEmpty()) {
        return malformed("priority", "priority must be one of low, medium, high, urgent");
      }
    }
    var q = asked.q() == null ? "" : asked.q().strip();
    if (q.length() > MAX_SEARCH || q.indexOf('\0') >= 0) {
      return malformed("q", "q must have at most " + MAX_SEARCH + " characters, none of them NUL");
    }
    var sort = asked.sort() == null || asked.sort().isBlank() ? "-updatedAt" : asked.sort();
    boolean descending = sort.startsWith("-");
    return Order.of(descending ? sort.substring(1) : sort)
        .map(order ->
            Outcome.done(
                new TicketQuery(
                    split(asked.project()),
                    split(asked.queue()),
                    statuses,
                    priorities,
                    me(caller, split(asked.assignee())),
                    me(caller, split(asked.reporter())),
                    split(asked.tag()),
                    words(q),
                    order,
                    descending)))
        .orElseGet(() ->
            malformed(
                "sort",
                "sort must be one of updatedAt, createdAt, number, title, status, priority,"
                    + " due, with - before it for descending"));
  }

  private static Outcome<TicketQuery> malformed(String field, String message) {
    return Outcome.refused(new Refusal.Malformed(field, message));
  }

  private static List<String> words(String q) {
    return q.isEmpty() ? List.of() : Arrays.stream(q.split("\\s+")).limit(MAX_WORDS).toList();
  }

  private static List<String> me(Caller caller, List<String> ids) {
    return ids.stream().map(id -> id.equals("me") ? caller.id() : id).toList();
  }

  /// Values may be repeated or separated by commas.
  private static List<String> split(List<String> values) {
    return values.stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
