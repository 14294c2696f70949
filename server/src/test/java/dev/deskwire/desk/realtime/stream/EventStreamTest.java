package dev.deskwire.desk.realtime.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.realtime.Relay;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.StreamTab;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest {
  @Inject People people;
  @Inject EventLog log;
  @Inject Relay relay;

  private final List<StreamTab> tabs = new ArrayList<>();
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  @AfterEach
  void closeTabs() {
    tabs.forEach(StreamTab::close);
  }

  private StreamTab open(Member member) {
    return open(member, "", Map.of());
  }

  private StreamTab open(Member member, String query, Map<String, String> headers) {
    var all = new LinkedHashMap<>(headers);
    all.put("Cookie", member.desk().header("Cookie"));
    var tab = StreamTab.open(query, all);
    tabs.add(tab);
    return tab;
  }

  private long settled() {
    long position = log.settled(Duration.ofSeconds(10));
    Eventually.that(() -> relay.position() >= position);
    return position;
  }

  private static boolean isOf(JsonNode event, String ticket) {
    return event.path("ticket").path("id").asText().equals(ticket);
  }

  private static List<String> ids(List<JsonNode> events, String ticket) {
    return events.stream()
        .filter(it -> isOf(it, ticket))
        .map(it -> it.path("seq").asText())
        .toList();
  }

  private static List<String> feed(Member member, long after, String ticket) {
    var events = new ArrayList<JsonNode>();
    member.get("/api/events?limit=500&after=" + after).body().path("events").forEach(events::add);
    return ids(events, ticket);
  }

  @Test
  void streamIsTheFeedAsItHappensWithThePositionAsId() {
    long before = settled();
    var agents = open(world.agent());
    var strangers = open(world.stranger());
    assertThat(agents.status()).isEqualTo(200);
    assertThat(agents.header("Content-Type")).startsWith("text/event-stream");
    assertThat(agents.header("Cache-Control")).isEqualTo("no-store");

    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    world.agent().patch(path, Map.of("status", "waiting", "priority", "high"));
    world.agent().post(path + "/comments", Map.of("body", "hush", "internal", true));
    agents.await(it -> it.path("type").asText().equals("comment:added") && isOf(it, ticket));

    assertThat(ids(agents.events(), ticket)).isEqualTo(feed(world.agent(), before, ticket));
    Eventually.that(
        () -> agents.lastEventId().equals(agents.events().getLast().path("seq").asText()));
    assertThat(ids(strangers.events(), ticket)).isEmpty();
  }

  @Test
  void beforeTheFirstEventTheClientAlreadyKnowsWhereItIs() {
    long position = settled();

    var tab = open(world.agent());

    Eventually.that(() -> !tab.lastEventId().isEmpty());
    assertThat(Long.parseLong(tab.lastEventId())).isGreaterThanOrEqualTo(position);
  }

  @Test
  void lastEventIdBringsWhatWasMissedOnceAndInOrderThenWhatIsNew() {
    long before = settled();
    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    world.agent().patch(path, Map.of("status", "waiting"));
    settled();

    var byHeader = open(world.agent(), "?after=0", Map.of("Last-Event-ID", Long.toString(before)));
    var byQuery = open(world.agent(), "?after=" + before, Map.of());
    world.agent().patch(path, Map.of("status", "resolved"));
    settled();

    for (var tab : List.of(byHeader, byQuery)) {
      Eventually.that(() -> ids(tab.events(), ticket).size() == 3);
      assertThat(ids(tab.events(), ticket)).isEqualTo(feed(world.agent(), before, ticket));
    }
  }

  @Test
  void positionThatTheLogDoesNotHaveIsToldAsAReset() {
    var tab = open(world.agent(), "", Map.of("Last-Event-ID", "99999999"));

    var reset = tab.await(it -> it.path("reset").asBoolean());

    assertThat(reset.path("next").asText()).isEqualTo(tab.lastEventId());
    var ticket = world.ticket(world.agent());
    tab.await(it -> isOf(it, ticket));
  }

  @Test
  void whoLosesARightHearsNoMoreAndWhoLosesTheSessionIsEnded() {
    var agents = open(world.agent());
    var admins = open(world.admin());
    world
        .admin()
        .desk()
        .delete("/api/projects/" + world.project() + "/members/" + world.agent().id());
    var ticket = world.ticket(world.sales());
    admins.await(it -> isOf(it, ticket));
    settled();
    assertThat(ids(agents.events(), ticket)).isEmpty();

    world.agent().desk().post("/api/auth/logout");

    agents.awaitEnd();
    assertThat(open(world.agent()).status()).isEqualTo(401);
  }

  @Test
  void strangersAndBadPositionsAreProblems() {
    assertThat(DeskClient.anonymous().get("/api/events/stream").status()).isEqualTo(401);
    for (var bad : List.of("?after=-1", "?after=x", "?after=99999999999999999999")) {
      var answer = world.agent().get("/api/events/stream" + bad);
      assertThat(answer.status()).as(bad).isEqualTo(400);
      assertThat(answer.text("code")).as(bad).isEqualTo("invalid");
    }
  }
}
