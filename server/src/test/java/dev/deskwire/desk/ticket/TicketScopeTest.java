package dev.deskwire.desk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Role;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/// The rule in Java and the rule in SQL are one rule.
@QuarkusTest
class TicketScopeTest {
  private static final int TICKETS = 120;
  private static final int CALLERS = 150;

  @Inject Jdbi jdbi;
  @Inject TicketRepository tickets;
  @Inject InstantSource clock;

  private final Random random = new Random(20_261_121);
  private final String run = Ids.next();

  @Test
  void listHoldsExactlyTheTicketsThatTheRuleLetsACallerRead() {
    var people = made("app_user", 8, this::insertPerson);
    var teams = made("team", 3, this::insertTeam);
    var projects = made("project", 3, this::insertProject);
    var queues = queues(projects, teams);
    var ids = new LinkedHashSet<String>();
    for (int i = 0; i < TICKETS; i++) {
      ids.add(ticket(people, queues, projects));
    }
    var access = tickets.accessOf(ids);
    assertThat(access).hasSize(TICKETS);

    for (int i = 0; i < CALLERS; i++) {
      var caller =
          new Caller(
              pick(people),
              "n",
              "e",
              some(List.copyOf(EnumSet.allOf(Role.class))),
              some(teams),
              some(projects),
              Set.of(),
              random.nextInt(10) > 0);
      var readable =
          access.entrySet().stream()
              .filter(entry -> entry.getValue().readableBy(caller))
              .map(entry -> entry.getKey())
              .toList();
      var staffed =
          access.entrySet().stream()
              .filter(entry -> entry.getValue().staffedBy(caller))
              .map(entry -> entry.getKey())
              .toList();

      assertThat(listed(TicketScope.READABLE, caller, ids))
          .as("%s reads", caller)
          .containsExactlyInAnyOrderElementsOf(readable);
      assertThat(listed(TicketScope.STAFFED, caller, ids))
          .as("%s works on", caller)
          .containsExactlyInAnyOrderElementsOf(staffed);
    }
  }

  private List<String> listed(String scope, Caller caller, Set<String> ids) {
    return jdbi.withHandle(handle ->
        TicketScope.bind(
                handle
                    .createQuery(
                        "SELECT t.id FROM ticket t LEFT JOIN queue q ON q.id = t.queue_id"
                            + " WHERE t.id = ANY(:ids) AND "
                            + scope)
                    .configure(
                        org.jdbi.v3.core.statement.SqlStatements.class,
                        config -> config.setUnusedBindingAllowed(true)),
                caller)
            .bindArray("ids", String.class, ids)
            .mapTo(String.class)
            .list());
  }

  private record Queue(String id, String project) {}

  private List<Queue> queues(List<String> projects, List<String> teams) {
    var queues = new ArrayList<Queue>();
    for (var project : projects) {
      for (var team : teams) {
        var id = Ids.next();
        jdbi.useHandle(handle ->
            handle.execute(
                "INSERT INTO queue (id, name, project_id, team_id, created_at) VALUES (?, ?, ?, ?, ?)",
                id,
                "Q " + id,
                project,
                team,
                clock.instant()));
        queues.add(new Queue(id, project));
      }
    }
    return queues;
  }

  private String ticket(List<String> people, List<Queue> queues, List<String> projects) {
    var id = Ids.next();
    var queue = random.nextInt(4) == 0 ? null : queues.get(random.nextInt(queues.size()));
    var project = queue == null ? pick(projects) : queue.project();
    jdbi.useHandle(handle -> {
      handle.execute(
          """
          INSERT INTO ticket (id, number, title, description, status, priority, project_id,
              queue_id, reporter_id, assignee_id, version, created_at, updated_at)
          VALUES (?, ?, 't', '', 'open', 'low', ?, ?, ?, ?, 1, ?, ?)
          """,
          id,
          "TKT-" + id,
          project,
          queue == null ? null : queue.id(),
          pick(people),
          random.nextBoolean() ? pick(people) : null,
          clock.instant(),
          clock.instant());
      for (var follower : this.<String>some(people)) {
        if (random.nextInt(3) == 0) {
          handle.execute("INSERT INTO ticket_follower VALUES (?, ?)", id, follower);
        }
      }
    });
    return id;
  }

  private interface Insert {
    void insert(org.jdbi.v3.core.Handle handle, String id);
  }

  private List<String> made(String what, int count, Insert insert) {
    var ids = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var id = Ids.next();
      jdbi.useHandle(handle -> insert.insert(handle, id));
      ids.add(id);
    }
    assertThat(ids).as(what).hasSize(count);
    return ids;
  }

  private void insertPerson(org.jdbi.v3.core.Handle handle, String id) {
    handle.execute(
        "INSERT INTO app_user (id, email, name, password_hash, roles, created_at) VALUES (?, ?, ?, '', '{sales}', ?)",
        id,
        id + "@example.org",
        "Scope " + id,
        clock.instant());
  }

  private void insertTeam(org.jdbi.v3.core.Handle handle, String id) {
    handle.execute(
        "INSERT INTO team (id, name, created_at) VALUES (?, ?, ?)", id, "T " + id, clock.instant());
  }

  private void insertProject(org.jdbi.v3.core.Handle handle, String id) {
    handle.execute(
        "INSERT INTO project (id, key, name, created_at) VALUES (?, ?, ?, ?)",
        id,
        id.substring(id.length() - 10),
        "P " + run,
        clock.instant());
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private <T> Set<T> some(List<T> from) {
    var chosen = new LinkedHashSet<T>();
    for (var element : from) {
      if (random.nextInt(3) == 0) {
        chosen.add(element);
      }
    }
    return chosen;
  }
}
