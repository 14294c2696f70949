package dev.deskwire.desk.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BroadcastTest {
  private static final String NAME = "deploy:finished";

  @Inject People people;
  @Inject Feeds feeds;
  @Inject Broadcasts broadcasts;

  private World world;
  private long start;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    start = feeds.settled();
  }

  private Answer broadcast(Member member, String room, String event, Object data) {
    return member.post("/api/admin/broadcasts", Map.of("room", room, "event", event, "data", data));
  }

  /// Which of the world's people have heard it.
  private List<Member> heard() {
    return List.of(
            world.admin(),
            world.agent(),
            world.teamAgent(),
            world.sales(),
            world.customer(),
            world.stranger())
        .stream()
        .filter(member -> !feeds.after(start, member, NAME).isEmpty())
        .toList();
  }

  @Test
  void eventOfOnesOwnReachesThoseWhoMayStandInTheRoom() {
    var ticket = world.ticket(world.sales());
    var rooms =
        Map.of(
            "project:" + world.project(),
            List.of(world.admin(), world.agent()),
            "project_" + world.project() + "_tickets",
            List.of(world.admin(), world.agent()),
            "team:" + world.team(),
            List.of(world.admin(), world.teamAgent()),
            "queue:" + world.queue(),
            List.of(world.admin(), world.agent(), world.teamAgent()),
            "user:" + world.customer().id(),
            List.of(world.customer()),
            "role:customer",
            List.of(world.customer()),
            "ticket:" + ticket,
            List.of(world.admin(), world.agent(), world.sales()));

    rooms.forEach((room, audience) -> {
      start = feeds.settled();
      var sent = broadcast(world.admin(), room, NAME, Map.of("version", 7));
      assertThat(sent.status()).as(sent.raw().body()).isEqualTo(202);
      assertThat(heard()).as(room).isEqualTo(audience);
    });
  }

  @Test
  void payloadIsThatOfEveryEventWithTheDataBesideIt() {
    var sent =
        broadcast(
            world.admin(),
            "project:" + world.project(),
            NAME,
            Map.of("custom", Map.of("deep", List.of(1, 2))));

    assertThat(feeds.after(start, world.agent(), NAME))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("id").asText()).isEqualTo(sent.text("id"));
          assertThat(event.path("seq").asLong()).isPositive();
          assertThat(event.path("actor").path("id").asText()).isEqualTo(world.admin().id());
          assertThat(event.path("custom").toString()).isEqualTo("{\"deep\":[1,2]}");
        });
  }

  @Test
  void personWhoNoLongerReadsTheTicketDoesNotHearItInAReplay() {
    var ticket = world.ticket(world.sales());
    var followers = "/api/tickets/" + ticket + "/followers/" + world.customer().id();
    world.agent().desk().put(followers);
    broadcast(world.admin(), "ticket:" + ticket, NAME, Map.of());
    assertThat(heard()).contains(world.customer());

    world.agent().desk().delete(followers);

    assertThat(heard()).doesNotContain(world.customer()).contains(world.sales());
  }

  @Test
  void ephemeralBroadcastStandsInNoFeed() {
    var sent =
        world
            .admin()
            .post(
                "/api/admin/broadcasts",
                Map.of("room", "role:admin", "event", NAME, "ephemeral", true));

    assertThat(sent.status()).isEqualTo(202);
    assertThat(sent.body().path("id").isNull()).isTrue();
    assertThat(heard()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ticket:created",
        "notification",
        "user:mention",
        "presence:updated",
        "error",
        "authenticated",
        "connect",
        "disconnect",
        "join_ticket",
        "resume",
        "",
        "two words"
      })
  void namesOfTheDeskAndUnusableOnesAreRefused(String name) {
    var refused = broadcast(world.admin(), "role:admin", name, Map.of());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("\"event\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "everyone",
        "role:king",
        "team:none",
        "project:none",
        "queue:none",
        "ticket:none",
        "user:none",
        "project_none_tickets"
      })
  void roomThatIsNotIsRefused(String room) {
    var refused = broadcast(world.admin(), room, NAME, Map.of());

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.raw().body()).contains("\"room\"");
  }

  @Test
  void dataThatIsNoObjectOrClaimsToBeTheEventIsRefused() {
    for (var data : List.of("text", List.of(1), Map.of("seq", 1), Map.of("actor", "me"))) {
      assertThat(broadcast(world.admin(), "role:admin", NAME, data).status()).isEqualTo(422);
    }
  }

  @Test
  void onlyAdminsBroadcast() {
    for (var member : List.of(world.agent(), world.sales(), world.customer())) {
      assertThat(broadcast(member, "project:" + world.project(), NAME, Map.of()).status())
          .isEqualTo(403);
    }
    assertThat(heard()).isEmpty();
  }

  @Test
  void codeOfTheDeskBroadcastsInTheWordsOfChannelLayersToo() {
    var sent =
        broadcasts.sendToChannelLayer(
            "project_" + world.project() + "_tickets",
            "ticket_update",
            Map.of("action", NAME, "data", Map.of("custom", "data")));

    assertThat(sent).isInstanceOf(Outcome.Done.class);
    assertThat(heard()).containsExactly(world.admin(), world.agent());
    assertThat(broadcasts.sendToChannelLayer("role:admin", "ticket:created", Map.of()))
        .isInstanceOf(Outcome.Refused.class);
  }
}
