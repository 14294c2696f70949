package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.presence.PresenceEvent.AgentJoined;
import dev.deskwire.desk.presence.PresenceEvent.AgentLeft;
import dev.deskwire.desk.presence.PresenceEvent.AgentStoppedTyping;
import dev.deskwire.desk.presence.PresenceEvent.CollisionWarning;
import dev.deskwire.desk.presence.PresenceEvent.ViewersUpdated;
import dev.deskwire.desk.presence.Viewer.Status;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TicketPresenceTest {
  @Inject TicketPresence presence;
  @Inject Heard heard;
  @Inject TestClock clock;
  @Inject People people;

  private World world;
  private String ticket;

  @BeforeEach
  void openATicket() {
    world = World.create(people);
    ticket = world.queuedTicket(world.customer());
  }

  @AfterEach
  void resetTheClock() {
    clock.reset();
  }

  private static String connection() {
    return Ids.next();
  }

  private String views(Member member) {
    var connection = connection();
    assertThat(presence.view(connection, member.id(), ticket)).isInstanceOf(Outcome.Done.class);
    return connection;
  }

  private List<String> viewers() {
    return presence.getViewers(ticket).stream().map(Viewer::agentId).toList();
  }

  private Status statusOf(Member member) {
    return presence.getViewers(ticket).stream()
        .filter(viewer -> viewer.agentId().equals(member.id()))
        .map(Viewer::status)
        .findFirst()
        .orElseThrow();
  }

  /// Time passes, and the sweep comes.
  private void after(Duration time) {
    clock.advance(time);
    presence.sweep();
  }

  @Test
  void staffOfTheProjectAndOfTheQueuesTeamView() {
    for (var member : List.of(world.agent(), world.teamAgent(), world.admin())) {
      views(member);
      // who comes within the same millisecond has come at the same time
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(viewers())
        .containsExactly(world.agent().id(), world.teamAgent().id(), world.admin().id());
  }

  @Test
  void whoReadsTheTicketWithoutWorkingOnItIsForbiddenToViewAndOthersFindNothing() {
    assertThat(presence.view(connection(), world.customer().id(), ticket))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Refusal.Forbidden.class));
    for (var stranger : List.of(world.stranger(), world.sales())) {
      var absent = presence.view(connection(), stranger.id(), Ids.next());
      assertThat(absent).isEqualTo(Outcome.refused(Refusal.notFound()));
      assertThat(presence.view(connection(), stranger.id(), ticket)).isEqualTo(absent);
      assertThat(presence.typing(connection(), stranger.id(), ticket)).isEqualTo(absent);
    }
    assertThat(viewers()).isEmpty();
    assertThat(heard.of(ticket)).isEmpty();
  }

  @Test
  void anAgentWithTwoTabsIsOneViewerUntilTheLastIsClosed() {
    var first = views(world.agent());
    var second = views(world.agent());
    assertThat(viewers()).containsExactly(world.agent().id());
    presence.leave(first, ticket);
    assertThat(viewers()).containsExactly(world.agent().id());
    assertThat(heard.of(ticket, AgentJoined.class)).hasSize(1);
    presence.leave(second, ticket);
    assertThat(viewers()).isEmpty();
    assertThat(heard.of(ticket, AgentLeft.class)).hasSize(1);
  }

  @Test
  void bothSidesAreWarnedWhenASecondAgentViewsAndAgainWhenBothType() {
    var one = views(world.agent());
    assertThat(heard.of(ticket, CollisionWarning.class)).isEmpty();
    var two = views(world.teamAgent());
    assertThat(heard.of(ticket, CollisionWarning.class))
        .extracting(CollisionWarning::agentId, CollisionWarning::typing)
        .containsExactlyInAnyOrder(
            tuple(world.agent().id(), false), tuple(world.teamAgent().id(), false));

    presence.typing(one, world.agent().id(), ticket);
    assertThat(heard.of(ticket, CollisionWarning.class)).as("one types alone").hasSize(2);
    presence.typing(two, world.teamAgent().id(), ticket);
    assertThat(heard.of(ticket, CollisionWarning.class).subList(2, 4))
        .allSatisfy(warning -> {
          assertThat(warning.typing()).isTrue();
          assertThat(warning.others()).hasSize(1);
          assertThat(warning.others().getFirst().status()).isEqualTo(Status.TYPING);
        });
    presence.typing(two, world.teamAgent().id(), ticket);
    assertThat(heard.of(ticket, CollisionWarning.class)).as("no repeats").hasSize(4);
  }

  @Test
  void typingEndsByItselfAfterTenSeconds() {
    var tab = views(world.agent());
    presence.typing(tab, world.agent().id(), ticket);
    after(Duration.ofSeconds(9));
    assertThat(statusOf(world.agent())).isEqualTo(Status.TYPING);
    after(Duration.ofSeconds(1));
    assertThat(statusOf(world.agent())).isEqualTo(Status.VIEWING);
    assertThat(heard.of(ticket, AgentStoppedTyping.class)).hasSize(1);
  }

  @Test
  void aViewerIsIdleAtFiveMinutesAndGoneAtThirty() {
    views(world.agent());
    after(Duration.ofMinutes(5));
    assertThat(statusOf(world.agent())).isEqualTo(Status.IDLE);
    assertThat(heard.of(ticket, ViewersUpdated.class).getLast().viewers().getFirst().status())
        .isEqualTo(Status.IDLE);
    after(Duration.ofMinutes(25));
    assertThat(viewers()).isEmpty();
    assertThat(heard.of(ticket, AgentLeft.class)).hasSize(1);
  }

  @Test
  void aLostConnectionIsNoticedAfterFiveSecondsAndAReloadedPageNever() {
    var first = views(world.agent());
    presence.gone(first);
    var second = views(world.agent());
    after(Duration.ofSeconds(5));
    assertThat(viewers()).containsExactly(world.agent().id());
    assertThat(heard.of(ticket, AgentLeft.class)).isEmpty();

    presence.gone(second);
    after(Duration.ofSeconds(4));
    assertThat(viewers()).containsExactly(world.agent().id());
    after(Duration.ofSeconds(1));
    assertThat(viewers()).isEmpty();
    assertThat(heard.of(ticket, AgentLeft.class)).hasSize(1);
  }

  @Test
  void aConnectionThatIsTakenUpAgainHasTheTicketOpenAgainWithoutAsking() {
    var tab = views(world.agent());
    presence.gone(tab);
    after(Duration.ofSeconds(60));
    assertThat(viewers()).isEmpty();
    presence.arrived(tab, world.agent().id(), ticket, _ -> {});
    assertThat(viewers()).containsExactly(world.agent().id());
    assertThat(heard.of(ticket, AgentJoined.class)).hasSize(2);
    presence.gone(tab);
    after(Duration.ofSeconds(5));
    assertThat(viewers()).isEmpty();
  }

  @Test
  void whoOnlySubscribesIsToldOfTheViewersThereAre() {
    views(world.agent());
    var told = new ArrayList<PresenceEvent>();
    presence.arrived(connection(), world.teamAgent().id(), ticket, told::add);
    assertThat(told)
        .singleElement()
        .isInstanceOfSatisfying(
            ViewersUpdated.class, event -> assertThat(event.viewers()).hasSize(1));
    assertThat(viewers()).containsExactly(world.agent().id());
  }

  @Test
  void viewersAreToldAtOnceAndThenAtMostOnceASecond() {
    var one = views(world.agent());
    assertThat(heard.of(ticket, ViewersUpdated.class)).hasSize(1);
    for (int i = 0; i < 20; i++) {
      presence.typing(one, world.agent().id(), ticket);
      presence.stopTyping(one, ticket);
    }
    views(world.teamAgent());
    clock.advance(Duration.ofSeconds(1));
    Eventually.that(() -> lastList().equals(List.of(world.agent().id(), world.teamAgent().id())));
    assertThat(heard.of(ticket, ViewersUpdated.class)).hasSizeLessThanOrEqualTo(3);
  }

  private List<String> lastList() {
    return heard.of(ticket, ViewersUpdated.class).getLast().viewers().stream()
        .map(Viewer::agentId)
        .toList();
  }

  @Test
  void whoLosesTheProjectIsNoViewerAnyMore() {
    views(world.agent());
    views(world.teamAgent());
    var member = "/api/projects/" + world.project() + "/members/" + world.agent().id();
    assertThat(world.admin().desk().delete(member).status()).isEqualTo(204);
    Eventually.that(() -> viewers().equals(List.of(world.teamAgent().id())));
    Eventually.that(() -> heard.of(ticket, AgentLeft.class).size() == 1);
  }

  @Test
  void whoWorkedOnATicketThroughItsQueueIsNoViewerWhenItLeavesTheQueue() {
    views(world.agent());
    views(world.teamAgent());
    var out = new HashMap<String, Object>();
    out.put("queueId", null);
    assertThat(world.admin().patch("/api/tickets/" + ticket, out).status()).isEqualTo(200);
    Eventually.that(() -> viewers().equals(List.of(world.agent().id())));
  }

  @Test
  void whoServedTheQueueIsNoViewerWhenAnotherTeamTakesIt() {
    views(world.agent());
    views(world.teamAgent());
    var team = World.id(world.admin().post("/api/teams", Map.of("name", "Another team")));
    var queue = "/api/queues/" + world.queue();
    assertThat(world.admin().desk().patch(queue, Map.of("teamId", team)).status()).isEqualTo(200);
    Eventually.that(() -> viewers().equals(List.of(world.agent().id())));
  }

  @Test
  void aDeletedTicketHasNoViewers() {
    views(world.agent());
    assertThat(world.admin().desk().delete("/api/tickets/" + ticket).status()).isEqualTo(204);
    Eventually.that(() -> viewers().isEmpty());
  }

  @Test
  void adminsSeeHowMuchIsViewedAndNobodyElseDoes() {
    var tab = views(world.agent());
    views(world.teamAgent());
    presence.typing(tab, world.agent().id(), ticket);
    var stats = world.admin().get("/api/realtime/stats");
    assertThat(stats.status()).isEqualTo(200);
    var json = stats.body();
    assertThat(json.path("connections").isInt()).isTrue();
    assertThat(json.path("users").isInt()).isTrue();
    assertThat(json.path("rooms").isInt()).isTrue();
    assertThat(json.path("messagesPerSecond").isNumber()).isTrue();
    assertThat(json.path("byTransport").isObject()).isTrue();
    var collision = json.path("collision");
    assertThat(collision.path("activeTickets").asInt()).isPositive();
    assertThat(collision.path("totalViewers").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(collision.path("typingCount").asInt()).isPositive();
    assertThat(collision.path("tickets"))
        .anySatisfy(one -> {
          assertThat(one.path("ticketId").asText()).isEqualTo(ticket);
          assertThat(one.path("viewerCount").asInt()).isEqualTo(2);
          assertThat(one.path("typingCount").asInt()).isEqualTo(1);
        });
    for (var other : List.of(world.agent(), world.sales(), world.customer())) {
      assertThat(other.get("/api/realtime/stats").status()).isEqualTo(403);
    }
  }
}
