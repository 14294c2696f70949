package dev.deskwire.desk.realtime;

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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventFeedTest {
  @Inject People people;
  @Inject Feeds feeds;

  private World world;
  private long start;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    start = feeds.settled();
  }

  /// The events of a ticket in somebody's feed, in order, over as many pages as it takes.
  private List<JsonNode> feed(Member member, String ticket) {
    return feeds.after(start, member, 3).stream()
        .filter(event -> event.path("ticket").path("id").asText().equals(ticket))
        .toList();
  }

  private List<String> types(Member member, String ticket) {
    return feed(member, ticket).stream().map(event -> event.path("type").asText()).toList();
  }

  @Test
  void feedShowsEachEventOnceInOrderUnderItsFirstNameToWhoMayReadIt() {
    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    world.agent().patch(path, Map.of("status", "in_progress", "priority", "high"));
    world.agent().patch(path, Map.of("title", "Another title"));
    world.agent().post(path + "/comments", Map.of("body", "public"));
    world.agent().post(path + "/comments", Map.of("body", "hush", "internal", true));
    world.agent().patch(path, Map.of("assigneeId", world.agent().id()));

    assertThat(types(world.agent(), ticket))
        .containsExactly(
            "ticket:created",
            "ticket:status_changed",
            "ticket:updated",
            "comment:added",
            "ticket:updated",
            "comment:added",
            "ticket:assigned",
            "user:ticket_assigned");
    assertThat(types(world.sales(), ticket))
        .containsExactly(
            "ticket:created",
            "ticket:status_changed",
            "notification",
            "ticket:updated",
            "notification",
            "comment:added",
            "notification",
            "ticket:updated",
            "ticket:assigned",
            "notification");
    assertThat(types(world.stranger(), ticket)).isEmpty();
    assertThat(types(world.customer(), ticket)).isEmpty();
  }

  @Test
  void eventCarriesReferencesAndNothingThatPeopleWrote() {
    var ticket =
        world.ticket(
            world.sales(),
            Map.of("title", "Secretum", "description", "Secretum", "tags", List.of("Secretum")));
    var path = "/api/tickets/" + ticket;
    world.sales().patch(path, Map.of("title", "Secretum 2", "tags", List.of("Secretum2")));
    world.sales().post(path + "/comments", Map.of("body", "Secretum"));

    var events = feed(world.agent(), ticket);

    assertThat(events)
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.toString()).doesNotContain("Secretum"));
    var changed = events.get(1);
    assertThat(changed.path("changes").path("title").isObject()).isTrue();
    assertThat(fieldsOf(changed))
        .containsExactly("id", "seq", "type", "at", "actor", "ticket", "changes");
    assertThat(fieldsOf(changed.path("ticket")))
        .containsExactly("id", "number", "version", "projectId", "queueId");
    assertThat(changed.path("at").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
  }

  private static List<String> fieldsOf(JsonNode object) {
    return StreamSupport.stream(((Iterable<String>) object::fieldNames).spliterator(), false)
        .toList();
  }

  @Test
  void whoLostTheRightNoLongerSeesWhatTheySawBefore() {
    var ticket = world.ticket(world.agent());
    var follower = "/api/tickets/" + ticket + "/followers/" + world.customer().id();
    world.agent().desk().put(follower);
    assertThat(types(world.customer(), ticket)).isNotEmpty();

    world.agent().desk().delete(follower);

    assertThat(types(world.customer(), ticket)).isEmpty();
  }

  @Test
  void agentWhoLeavesTheProjectNoLongerSeesItsEvents() {
    var ticket = world.ticket(world.sales());
    assertThat(types(world.agent(), ticket)).isNotEmpty();

    world
        .admin()
        .desk()
        .delete("/api/projects/" + world.project() + "/members/" + world.agent().id());

    assertThat(types(world.agent(), ticket)).isEmpty();
  }

  @Test
  void movedTicketIsToldToBothQueues() {
    var ticket = world.queuedTicket(world.sales());
    feeds.settled();

    var queueEvents =
        StreamSupport.stream(
                world
                    .teamAgent()
                    .get("/api/events?limit=500&after=" + start)
                    .body()
                    .path("events")
                    .spliterator(),
                false)
            .filter(event -> event.path("type").asText().startsWith("queue:"))
            .toList();

    assertThat(queueEvents).hasSize(1);
    assertThat(queueEvents.getFirst().path("queueId").asText()).isEqualTo(world.queue());
    assertThat(queueEvents.getFirst().path("ticket").path("id").asText()).isEqualTo(ticket);
  }

  @Test
  void positionThatTheLogDoesNotHaveResetsAndABadOneIsRefused() {
    var future = world.sales().get("/api/events?after=99999999").body();

    assertThat(future.path("reset").asBoolean()).isTrue();
    assertThat(future.path("events")).isEmpty();
    for (var bad : List.of("after=-1", "after=0&limit=0", "after=0&limit=501")) {
      assertThat(world.sales().get("/api/events?" + bad).status()).as(bad).isEqualTo(400);
    }
  }
}
