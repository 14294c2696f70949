package dev.deskwire.desk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

@QuarkusTest
class OwnQueuesTest {
  @Inject People people;
  @Inject Feeds feeds;

  private World world;
  private long start;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    start = feeds.settled();
  }

  private List<String> updates(Member member) {
    return feeds.after(start, member, "user:queue_updated").stream()
        .map(event -> event.path("queueIds").path(0))
        .map(JsonNode::asText)
        .toList();
  }

  private void assertNobodyElseHeard(Member... heard) {
    var others =
        List.of(
            world.agent(), world.teamAgent(), world.sales(), world.customer(), world.stranger());
    for (var other : others) {
      if (!List.of(heard).contains(other)) {
        assertThat(updates(other)).as(other.person().name()).isEmpty();
      }
    }
  }

  @Test
  void personWhoEntersOrLeavesATeamHearsThatTheirQueuesChanged() {
    var membership = "/api/teams/" + world.team() + "/members/" + world.stranger().id();
    world.admin().desk().put(membership);
    world.admin().desk().put(membership);
    world.admin().desk().delete(membership);

    assertThat(updates(world.stranger())).containsExactly(world.queue(), world.queue());
    assertNobodyElseHeard(world.stranger());
  }

  @Test
  void personWhoBeginsOrEndsToWatchHearsIt() {
    var watchers = "/api/queues/" + world.queue() + "/watchers/me";
    world.agent().desk().put(watchers);
    world.agent().desk().delete(watchers);

    assertThat(updates(world.agent())).containsExactly(world.queue(), world.queue());
    assertNobodyElseHeard(world.agent());
  }

  @Test
  void bothTeamsAndTheProjectsStaffHearThatAQueueGoesToAnotherTeam() {
    var team = World.id(world.admin().post("/api/teams", Map.of("name", "Other team")));
    world.admin().desk().put("/api/teams/" + team + "/members/" + world.stranger().id());
    start = feeds.settled();

    world.admin().patch("/api/queues/" + world.queue(), Map.of("teamId", team));

    for (var member : List.of(world.teamAgent(), world.stranger(), world.agent())) {
      assertThat(updates(member)).containsExactly(world.queue());
    }
    assertNobodyElseHeard(world.teamAgent(), world.stranger(), world.agent());
  }

  @Test
  void newQueueAndOneThatIsGoneAreToldToItsPeopleAndNotToCustomersOfTheProject() {
    var queue =
        World.id(
            world
                .admin()
                .post(
                    "/api/queues",
                    Map.of("name", "New", "projectId", world.project(), "teamId", world.team())));
    world.admin().desk().delete("/api/queues/" + queue);

    assertThat(updates(world.teamAgent())).containsExactly(queue, queue);
    assertThat(updates(world.agent())).containsExactly(queue, queue);
    assertNobodyElseHeard(world.teamAgent(), world.agent());
  }

  @Test
  void personWhoWatchesAQueueThatTheyDoNotSeeHearsNothingOfIt() {
    var watchers = "/api/queues/" + world.queue() + "/watchers/" + world.stranger().id();
    world.admin().desk().put(watchers);
    world.admin().patch("/api/queues/" + world.queue(), Map.of("name", "Renamed"));
    world.admin().desk().delete(watchers);

    assertThat(updates(world.teamAgent())).containsExactly(world.queue());
    assertThat(updates(world.stranger())).isEmpty();
  }

  @Test
  void personWhoCeasesToBeStaffAndBecomesItAgainHearsOfTheirQueues() {
    for (var role : List.of("customer", "agent")) {
      world.admin().patch("/api/users/" + world.teamAgent().id(), Map.of("roles", List.of(role)));
    }

    assertThat(updates(world.teamAgent())).containsExactly(world.queue(), world.queue());
    assertNobodyElseHeard(world.teamAgent());
  }
}
