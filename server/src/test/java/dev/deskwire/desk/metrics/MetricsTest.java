package dev.deskwire.desk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class MetricsTest {
  @Inject People people;
  @Inject TestClock clock;
  @Inject Jdbi jdbi;
  @Inject Metrics metrics;
  @Inject MetricsRepository repository;
  @Inject Reconciliation reconciliation;

  private World world;
  private String path;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    path = "/api/queues/" + world.queue() + "/metrics";
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private JsonNode metrics() {
    var answer = world.teamAgent().get(path);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void emptyQueueShowsEveryStatusAndPriorityAndNoTimes() {
    var body = metrics();

    assertThat(body.path("queueId").asText()).isEqualTo(world.queue());
    assertThat(body.path("at").asText()).endsWith("Z");
    assertThat(body.path("total").asLong(-1)).isZero();
    assertThat(body.path("byStatus").toString())
        .isEqualTo("{\"open\":0,\"in_progress\":0,\"waiting\":0,\"resolved\":0,\"closed\":0}");
    assertThat(body.path("byPriority").toString())
        .isEqualTo("{\"low\":0,\"medium\":0,\"high\":0,\"urgent\":0}");
    assertThat(body.path("unassigned").asLong(-1)).isZero();
    assertThat(body.path("oldestOpenAt").isNull()).isTrue();
    assertThat(body.path("firstResponseMs").toString()).isEqualTo("{\"p50\":null,\"p90\":null}");
    assertThat(body.path("resolutionMs").toString()).isEqualTo("{\"p50\":null,\"p90\":null}");
  }

  @Test
  void countsFollowATicketThroughItsLifeAndOutOfTheQueue() {
    var ticket = world.queuedTicket(world.sales());
    var created = world.sales().get("/api/tickets/" + ticket).text("createdAt");
    assertThat(metrics().path("total").asLong()).isEqualTo(1);
    assertThat(metrics().path("unassigned").asLong()).isEqualTo(1);
    assertThat(metrics().path("oldestOpenAt").asText()).isEqualTo(created);

    world
        .agent()
        .patch(
            "/api/tickets/" + ticket,
            Map.of(
                "status", "resolved", "priority", "urgent", "assigneeId", world.teamAgent().id()));
    var resolved = metrics();
    assertThat(resolved.path("byStatus").path("resolved").asLong()).isEqualTo(1);
    assertThat(resolved.path("byStatus").path("open").asLong()).isZero();
    assertThat(resolved.path("byPriority").path("urgent").asLong()).isEqualTo(1);
    assertThat(resolved.path("byPriority").path("medium").asLong()).isZero();
    assertThat(resolved.path("unassigned").asLong()).isZero();
    assertThat(resolved.path("oldestOpenAt").isNull()).isTrue();

    assertThat(world.admin().desk().delete("/api/tickets/" + ticket).status()).isEqualTo(204);
    assertThat(metrics().path("total").asLong()).isZero();
  }

  @Test
  void firstPublicCommentOfStaffIsTheFirstResponse() {
    var ticket = world.queuedTicket(world.sales());
    var comments = "/api/tickets/" + ticket + "/comments";
    clock.advance(Duration.ofMinutes(1));
    world.sales().post(comments, Map.of("body", "still broken"));
    world.agent().post(comments, Map.of("body", "hush", "internal", true));
    assertThat(metrics().path("firstResponseMs").path("p50").isNull()).isTrue();

    clock.advance(Duration.ofMinutes(9));
    var first = World.id(world.agent().post(comments, Map.of("body", "on it")));
    clock.advance(Duration.ofMinutes(10));
    world.teamAgent().post(comments, Map.of("body", "done"));

    assertThat(metrics().path("firstResponseMs").path("p50").asLong())
        .isBetween(600_000L, 660_000L);
    world.admin().desk().delete(comments + "/" + first);
    assertThat(metrics().path("firstResponseMs").path("p90").asLong())
        .isBetween(1_200_000L, 1_260_000L);
  }

  @Test
  void reopenedTicketIsNotResolvedAndTimesOlderThanSevenDaysDoNotCount() {
    var ticket = world.queuedTicket(world.sales());
    var at = "/api/tickets/" + ticket;
    clock.advance(Duration.ofHours(1));
    world.agent().patch(at, Map.of("status", "resolved"));
    assertThat(metrics().path("resolutionMs").path("p50").asLong())
        .isBetween(3_600_000L, 3_660_000L);

    world.agent().patch(at, Map.of("status", "open"));
    assertThat(metrics().path("resolutionMs").path("p50").isNull()).isTrue();

    clock.advance(Duration.ofHours(1));
    world.agent().patch(at, Map.of("status", "resolved"));
    world.agent().patch(at, Map.of("status", "closed"));
    assertThat(metrics().path("resolutionMs").path("p90").asLong())
        .isBetween(7_200_000L, 7_320_000L);

    clock.advance(Duration.ofDays(7));
    assertThat(metrics().path("resolutionMs").path("p90").isNull()).isTrue();
  }

  @Test
  void onlyWhoMaySeeTheQueueSeesItsMetrics() {
    for (var member : List.of(world.admin(), world.agent(), world.teamAgent())) {
      assertThat(member.get(path).status()).isEqualTo(200);
    }
    for (var member : List.of(world.sales(), world.customer(), world.stranger())) {
      var invisible = member.get(path);
      var absent = member.get("/api/queues/absent/metrics");
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(absent.body());
    }
  }

  @Test
  void reconciliationReportsAndMendsWhatWasChangedPastTheDesk() {
    var first = world.queuedTicket(world.sales());
    var second = world.queuedTicket(world.sales());
    world.agent().patch("/api/tickets/" + second, Map.of("status", "resolved"));
    reconciliation.run();
    assertThat(reconciliation.run()).isZero();

    jdbi.useHandle(handle -> {
      handle.execute("UPDATE ticket SET status = 'waiting' WHERE id = ?", first);
      handle.execute("DELETE FROM ticket_time WHERE ticket_id = ?", second);
    });

    assertThat(reconciliation.run()).isEqualTo(3);
    assertThat(metrics().path("byStatus").path("waiting").asLong()).isEqualTo(1);
    assertThat(metrics().path("byStatus").path("open").asLong()).isZero();
    assertThat(metrics().path("resolutionMs").path("p50").isNull()).isFalse();
    assertThat(reconciliation.run()).isZero();
  }

  @Test
  void rowsAreFoldedIntoTheirSumWithoutChangingIt() throws Exception {
    var ticket = world.queuedTicket(world.sales());
    var counted = repository.counted(ticket);
    try (var writers = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new java.util.ArrayList<java.util.concurrent.Future<?>>();
      for (int writer = 0; writer < 4; writer++) {
        running.add(
            writers.submit(() -> {
              for (int i = 0; i < 2 * MetricsRepository.MANY; i++) {
                repository.add(counted, i % 2 == 0 ? 1 : -1);
              }
            }));
        running.add(
            writers.submit(() -> {
              for (int i = 0; i < 20; i++) {
                repository.fold(world.queue());
              }
            }));
      }
      for (var one : running) {
        one.get();
      }
    }
    repository.fold(world.queue());

    assertThat(repository.counts(world.queue()).rows()).isEqualTo(1);
    assertThat(metrics.of(world.queue()).total()).isEqualTo(1);
  }
}
