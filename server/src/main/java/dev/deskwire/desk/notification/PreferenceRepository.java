package dev.deskwire.desk.notification;

import dev.deskwire.desk.notification.Scope.Place;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.ticket.TicketScope;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/// Preferences in PostgreSQL.
@ApplicationScoped
class PreferenceRepository {
  private final Jdbi jdbi;

  PreferenceRepository(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// All that a person has said.
  Preferences of(String userId) {
    return jdbi.withHandle(handle -> {
      var rules =
          handle
              .select(
                  """
                  SELECT user_id, event, project_id, queue_id, ticket_id, channels
                  FROM notification_rule WHERE user_id = ?
                  ORDER BY ticket_id NULLS FIRST, queue_id NULLS FIRST, project_id NULLS FIRST, event
                  """,
                  userId)
              .map((row, _) -> rule(row))
              .list();
      return new Preferences(rules, quietHours(handle, List.of(userId)).get(userId));
    });
  }

  /// What each of `userIds` has said that bears on something at `place`, in two statements however
  /// many they are; [Preferences#NONE] for the others is not among them.
  Map<String, Preferences> at(Place place, Collection<String> userIds) {
    return jdbi.withHandle(handle -> {
      var rules =
          handle
              .createQuery(
                  """
                  SELECT user_id, event, project_id, queue_id, ticket_id, channels
                  FROM notification_rule
                  WHERE user_id = ANY(:users) AND (
                      num_nonnulls(project_id, queue_id, ticket_id) = 0
                      OR project_id = :project OR queue_id = :queue OR ticket_id = :ticket)
                  """)
              .bindArray("users", String.class, userIds)
              .bind("project", place.projectId())
              .bind("queue", place.queueId())
              .bind("ticket", place.ticketId())
              .map((row, _) -> Map.entry(row.getString("user_id"), rule(row)))
              .list()
              .stream()
              .collect(
                  Collectors.groupingBy(
                      Map.Entry::getKey,
                      Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
      var quiet = quietHours(handle, userIds);
      var people = new HashMap<String, Preferences>();
      var ids = new LinkedHashSet<>(rules.keySet());
      ids.addAll(quiet.keySet());
      for (var id : ids) {
        people.put(id, new Preferences(rules.getOrDefault(id, List.of()), quiet.get(id)));
      }
      return people;
    });
  }

  private static Map<String, QuietHours> quietHours(Handle handle, Collection<String> userIds) {
    return handle
        .createQuery("SELECT * FROM notification_quiet_hours WHERE user_id = ANY(:users)")
        .bindArray("users", String.class, userIds)
        .map((row, _) -> Map.entry(row.getString("user_id"), quietHours(row)))
        .list()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static QuietHours quietHours(ResultSet row) throws SQLException {
    return new QuietHours(
        row.getObject("starts", LocalTime.class),
        row.getObject("ends", LocalTime.class),
        ZoneId.of(row.getString("time_zone")),
        Arrays.stream((String[]) row.getArray("days").getArray())
            .map(DayOfWeek::valueOf)
            .collect(Collectors.toUnmodifiableSet()));
  }

  private static Rule rule(ResultSet row) throws SQLException {
    var channels =
        Arrays.stream((String[]) row.getArray("channels").getArray())
            .map(Channel::read)
            .collect(Collectors.toUnmodifiableSet());
    return new Rule(
        NoticeKind.of(row.getString("event")).orElse(null),
        scope(row.getString("project_id"), row.getString("queue_id"), row.getString("ticket_id")),
        channels);
  }

  private static Scope scope(
      @Nullable String project, @Nullable String queue, @Nullable String ticket) {
    if (ticket != null) {
      return new Scope.OfTicket(ticket);
    }
    if (queue != null) {
      return new Scope.OfQueue(queue);
    }
    return project == null ? Scope.everywhere() : new Scope.OfProject(project);
  }

  /// Puts `preferences` in the place of what the person said before.
  void replace(String userId, Preferences preferences) {
    jdbi.useHandle(handle -> {
      handle.execute("DELETE FROM notification_rule WHERE user_id = ?", userId);
      handle.execute("DELETE FROM notification_quiet_hours WHERE user_id = ?", userId);
      insert(handle, userId, preferences.rules());
      var quiet = preferences.quietHours();
      if (quiet != null) {
        handle.execute(
            """
            INSERT INTO notification_quiet_hours (user_id, starts, ends, time_zone, days)
            VALUES (?, ?, ?, ?, ?)
            """,
            userId,
            quiet.from(),
            quiet.to(),
            quiet.timeZone().getId(),
            quiet.days().stream().sorted().map(DayOfWeek::name).toArray(String[]::new));
      }
    });
  }

  private static void insert(Handle handle, String userId, List<Rule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO notification_rule
                (user_id, event, project_id, queue_id, ticket_id, channels)
            VALUES (?, ?, ?, ?, ?, ?)
            """);
    for (var rule : rules) {
      var scope = rule.scope();
      batch.add(
          userId,
          rule.event(),
          scope instanceof Scope.OfProject(var id) ? id : null,
          scope instanceof Scope.OfQueue(var id) ? id : null,
          scope instanceof Scope.OfTicket(var id) ? id : null,
          rule.channels().stream().sorted().map(Channel::wire).toArray(String[]::new));
    }
    batch.execute();
  }

  /// Those of `scopes` that `caller` may know of, with the names that people know them by.
  Map<Scope, String> names(Caller caller, Collection<Scope> scopes) {
    var names = new HashMap<Scope, String>();
    scopes.stream()
        .filter(Scope.Everywhere.class::isInstance)
        .forEach(scope -> names.put(scope, ""));
    names.putAll(
        named(
            caller,
            scopes,
            Scope.OfProject.class,
            Scope.OfProject::new,
            """
            SELECT p.id, p.name FROM project p
            WHERE p.id = ANY(:ids) AND (:scopeStaffAll OR p.id = ANY(:scopeProjects))
            """));
    names.putAll(
        named(
            caller,
            scopes,
            Scope.OfQueue.class,
            Scope.OfQueue::new,
            """
            SELECT q.id, q.name FROM queue q
            WHERE q.id = ANY(:ids) AND (:scopeStaffAll OR :scopeAgent
                AND (q.project_id = ANY(:scopeProjects) OR q.team_id = ANY(:scopeTeams)))
            """));
    names.putAll(
        named(
            caller,
            scopes,
            Scope.OfTicket.class,
            Scope.OfTicket::new,
            """
            SELECT t.id, t.number AS name FROM ticket t LEFT JOIN queue q ON q.id = t.queue_id
            WHERE t.id = ANY(:ids) AND
            """
                + TicketScope.READABLE));
    return names;
  }

  private Map<Scope, String> named(
      Caller caller,
      Collection<Scope> scopes,
      Class<? extends Scope> type,
      Function<String, Scope> scope,
      String query) {
    Set<String> ids =
        scopes.stream().filter(type::isInstance).map(Scope::idOrNull).collect(Collectors.toSet());
    if (ids.isEmpty()) {
      return Map.of();
    }
    return jdbi.withHandle(handle ->
        TicketScope.bind(handle.createQuery(query), caller)
            .configure(SqlStatements.class, config -> config.setUnusedBindingAllowed(true))
            .bindArray("ids", String.class, ids)
            .map((row, _) -> Map.entry(scope.apply(row.getString("id")), row.getString("name")))
            .list()
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }
}
