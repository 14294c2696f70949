package dev.deskwire.desk.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@QuarkusTest
@TestProfile(DemoTest.OwnDesk.class)
@TestInstance(Lifecycle.PER_CLASS)
class DemoTest {
  private static final String PASSWORD = "one password for all";

  @Inject Demo demo;
  @Inject Jdbi jdbi;

  /// An empty desk: the demo would be in the way of all other tests.
  public static class OwnDesk implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(OwnDatabase.class));
    }
  }

  public static class OwnDatabase implements QuarkusTestResourceLifecycleManager {
    @Override
    public int order() {
      return 1; // after the database that all tests share
    }

    @Override
    public Map<String, String> start() {
      try {
        return Map.of(
            "quarkus.datasource.jdbc.url",
            TestDatabase.create("demo").jdbcUrl(),
            "DEMO_PASSWORD",
            PASSWORD);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void stop() {
      // goes with the server
    }
  }

  @BeforeAll
  void fill() {
    demo.fill();
  }

  private long count(String from) {
    return jdbi.withHandle(
        handle -> handle.select("SELECT count(*) FROM " + from).mapTo(Long.class).one());
  }

  private List<String> strings(String select) {
    return jdbi.withHandle(handle -> handle.select(select).mapTo(String.class).list());
  }

  @Test
  void deskIsFull() {
    assertThat(count("project")).isEqualTo(2);
    assertThat(count("team")).isEqualTo(3);
    assertThat(count("queue")).isEqualTo(4);
    assertThat(count("ticket")).isEqualTo(300);
    assertThat(count("app_user WHERE email LIKE '%@example.com'")).isEqualTo(12);
    assertThat(count("comment WHERE internal")).isGreaterThan(100);
    assertThat(count("comment WHERE NOT internal")).isGreaterThan(600);
    assertThat(count("attachment WHERE internal")).isGreaterThan(5);
    assertThat(count("attachment WHERE NOT internal")).isGreaterThan(50);
    assertThat(count("ticket_follower")).isGreaterThan(30);
    assertThat(count("ticket WHERE due IS NOT NULL")).isGreaterThan(40);
    assertThat(count("ticket WHERE cardinality(tags) > 0")).isGreaterThan(250);
    assertThat(count("ticket_change WHERE field = 'queueId'")).isGreaterThan(150);
    assertThat(count("ticket_change WHERE field = 'assigneeId'")).isGreaterThan(250);
    assertThat(count("ticket_change WHERE field = 'priority'")).isGreaterThan(50);
  }

  @Test
  void everyKindIsThere() {
    assertThat(strings("SELECT DISTINCT unnest(roles) FROM app_user ORDER BY 1"))
        .containsExactly("admin", "agent", "customer", "sales");
    assertThat(strings("SELECT DISTINCT status FROM ticket ORDER BY 1"))
        .containsExactly("closed", "in_progress", "open", "resolved", "waiting");
    assertThat(strings("SELECT DISTINCT priority FROM ticket ORDER BY 1"))
        .containsExactly("high", "low", "medium", "urgent");
    assertThat(strings("SELECT DISTINCT queue_id FROM ticket WHERE queue_id IS NOT NULL"))
        .hasSize(4);
  }

  @Test
  void everythingHappenedInOrderWithinNinetyDays() {
    assertThat(
            count("ticket t JOIN comment c ON c.ticket_id = t.id AND c.created_at <= t.created_at"))
        .isZero();
    assertThat(count("ticket WHERE updated_at < created_at OR updated_at > now()")).isZero();
    assertThat(count("ticket WHERE created_at < now() - interval '91 days'")).isZero();
    assertThat(
            count(
                """
                (SELECT created_at < lag(created_at) OVER (ORDER BY number) AS late FROM ticket)
                WHERE late
                """))
        .isZero();
    // people and places are made before the story begins to be told
    assertThat(
            count(
                """
                (SELECT at < lag(at) OVER (ORDER BY append_id) AS late FROM event
                 WHERE kind NOT LIKE 'rights.%' AND kind <> 'user.queues_changed') WHERE late
                """))
        .isZero();
    var last =
        jdbi.withHandle(handle ->
            handle.select("SELECT max(updated_at) FROM ticket").mapTo(Instant.class).one());
    assertThat(last).isAfter(Instant.now().minus(Duration.ofHours(15)));
  }

  @Test
  void titlesAreThoseOfTheScript() {
    var titles =
        Script.until(Instant.now()).stream()
            .filter(Step.Report.class::isInstance)
            .map(step -> ((Step.Report) step).title())
            .toList();

    assertThat(strings("SELECT title FROM ticket ORDER BY id")).containsExactlyElementsOf(titles);
  }

  @Test
  void peopleSignInAndHaveFewUnreadNotifications() {
    for (var person : DemoPerson.values()) {
      var notifications =
          DeskClient.login(person.email(), PASSWORD).get("/api/notifications?limit=100").body();
      assertThat(notifications.path("unread").asInt()).as(person.fullName).isLessThan(60);
      assertThat(notifications.path("items")).as(person.fullName).isNotEmpty();
    }
    var admin = DeskClient.login(DemoPerson.MAREN.email(), PASSWORD);
    assertThat(admin.get("/api/notifications").body().path("unread").asInt()).isPositive();
    assertThat(
            count(
                "notification n JOIN app_user u ON u.id = n.user_id AND n.read_at IS NULL"
                    + " WHERE u.email = 'admin@localhost'"))
        .isBetween(1L, 80L);
  }

  @Test
  void customerSeesOwnTicketsAndNoInternalNote() {
    var customer = DeskClient.login(DemoPerson.NORA.email(), PASSWORD);
    var tickets = customer.get("/api/tickets?limit=100").body().path("items");

    assertThat(tickets).isNotEmpty();
    for (var ticket : tickets) {
      assertThat(ticket.path("reporter").path("name").asText()).isEqualTo("Nora Lindqvist");
      var comments = customer.get("/api/tickets/" + ticket.path("id").asText() + "/comments");
      assertThat(comments.body().findValuesAsText("internal")).doesNotContain("true");
    }
  }

  @Test
  void secondRunIsRefusedAndChangesNothing() {
    long events = count("event");

    assertThatThrownBy(demo::fill)
        .isInstanceOf(CannotStartException.class)
        .hasMessageStartingWith("The demo is already there");

    assertThat(count("event")).isEqualTo(events);
    assertThat(count("ticket")).isEqualTo(300);
  }
}
