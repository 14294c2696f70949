package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AnnouncementTest {
  private static final Map<String, Object> LUNCH =
      Map.of("title", "Lunch", "message", "Pizza\nat noon");

  @Inject People people;
  @Inject Feeds feeds;

  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  private Answer announce(Member member, Object body) {
    return member.post("/api/teams/" + world.team() + "/announcements", body);
  }

  private void join(Member member) {
    world.admin().desk().put("/api/teams/" + world.team() + "/members/" + member.id());
  }

  @Test
  void everyMemberOfTheTeamIsToldButTheAuthorAndNobodyElse() {
    join(world.agent());
    join(world.customer());
    long start = feeds.settled();

    var announced = announce(world.teamAgent(), LUNCH);

    assertThat(announced.status()).as(announced.raw().body()).isEqualTo(201);
    assertThat(announced.body().path("recipients").asInt()).isEqualTo(2);
    for (var member : new Member[] {world.agent(), world.customer()}) {
      assertThat(feeds.after(start, member, "notification"))
          .singleElement()
          .satisfies(event -> {
            assertThat(event.path("notification_type").asText()).isEqualTo("announcement");
            assertThat(event.path("tier").asText()).isEqualTo("medium");
            assertThat(event.path("title").asText()).isEqualTo("Lunch");
            assertThat(event.path("message").asText()).isEqualTo("Pizza\nat noon");
            assertThat(event.path("actor").path("id").asText()).isEqualTo(world.teamAgent().id());
            assertThat(event.has("ticket")).isFalse();
          });
      assertThat(member.get("/api/notifications").items("title")).contains("Lunch");
    }
    for (var member :
        new Member[] {world.teamAgent(), world.admin(), world.sales(), world.stranger()}) {
      assertThat(feeds.after(start, member, "notification")).isEmpty();
    }
  }

  @Test
  void onlyStaffOfTheTeamAndAdminsAnnounceToItAndToTheOthersThereIsNoTeam() {
    join(world.customer());

    assertThat(announce(world.admin(), LUNCH).status()).isEqualTo(201);
    assertThat(announce(world.teamAgent(), LUNCH).status()).isEqualTo(201);
    for (var member :
        new Member[] {world.agent(), world.stranger(), world.sales(), world.customer()}) {
      assertThat(announce(member, LUNCH).status()).isEqualTo(404);
    }
    assertThat(world.admin().post("/api/teams/none/announcements", LUNCH).status()).isEqualTo(404);
  }

  @Test
  void sameKeyTellsTheTeamOnce() {
    var desk = world.admin().desk().with("Idempotency-Key", "lunch");
    var path = "/api/teams/" + world.team() + "/announcements";
    var first = desk.post(path, LUNCH);

    assertThat(desk.post(path, LUNCH).body()).isEqualTo(first.body());
    assertThat(world.teamAgent().get("/api/notifications").items("title")).containsExactly("Lunch");
  }

  @Test
  void announcementNeedsATitleAndAMessage() {
    assertThat(announce(world.admin(), Map.of("message", "x")).raw().body()).contains("\"title\"");
    var bare = announce(world.admin(), Map.of("title", "x", "message", " "));
    assertThat(bare.status()).isEqualTo(422);
    assertThat(bare.raw().body()).contains("\"message\"");
    assertThat(
            announce(world.admin(), Map.of("title", "x", "message", "x".repeat(65_537))).status())
        .isEqualTo(422);
    assertThat(world.teamAgent().get("/api/notifications").items("title")).isEmpty();
  }
}
