package dev.deskwire.desk.realtime.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.realtime.Relay;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.NativeTab;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NativeWebSocketTest {
  private static final String NOTIFICATIONS = "/ws/notifications/";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Inject People people;
  @Inject EventLog log;
  @Inject Relay relay;
  @Inject SlowEndpoint slow;

  private final List<NativeTab> tabs = new ArrayList<>();
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  @AfterEach
  void closeTabs() {
    tabs.forEach(NativeTab::close);
  }

  private String tickets() {
    return "/ws/projects/" + world.project() + "/tickets/";
  }

  private static String ticketOf(Member member) {
    return member.desk().post("/api/auth/ws-ticket").text("ticket");
  }

  private NativeTab open(Member member, String path) {
    return open(path + "?ticket=" + ticketOf(member));
  }

  private NativeTab open(String pathAndQuery) {
    var tab = NativeTab.open(pathAndQuery);
    tabs.add(tab);
    return tab;
  }

  /// Opened, and heard by the desk: whatever happens from now on is told.
  private NativeTab listening(Member member, String path) {
    var tab = open(member, path);
    tab.ask("{\"type\":\"ping\"}", "pong");
    return tab;
  }

  /// Waits until everything committed has been delivered.
  private long settled() {
    long position = log.settled(PATIENCE);
    Eventually.that(() -> relay.position() >= position);
    return position;
  }

  private static List<String> actions(NativeTab tab, String ticket) {
    return tab.received().stream()
        .filter(it -> it.path("data").path("ticket").path("id").asText().equals(ticket))
        .map(it -> it.path("action").asText())
        .toList();
  }

  @Test
  void memberHearsOfTicketsTheyMayReadOnceUnderTheFirstActionThatApplies() {
    var agents = listening(world.agent(), tickets());
    var customers = listening(world.customer(), tickets());

    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    world.agent().patch(path, Map.of("status", "in_progress", "priority", "high"));
    world.agent().patch(path, Map.of("priority", "low"));
    world.agent().patch(path, Map.of("assigneeId", world.agent().id()));
    world.agent().post(path + "/comments", Map.of("body", "note", "internal", true));
    world.agent().post(path + "/comments", Map.of("body", "reply"));
    world.admin().desk().delete(path);

    agents.await(it -> it.path("action").asText().equals("deleted"));
    assertThat(actions(agents, ticket))
        .containsExactly(
            "created", "status_changed", "priority_changed", "assigned", "updated", "deleted");
    var created = agents.received().get(1);
    assertThat(created.path("type").asText()).isEqualTo("ticket_update");
    assertThat(created.path("data").path("type").asText()).isEqualTo("ticket:created");
    assertThat(created.path("data").path("seq").isIntegralNumber()).isTrue();
    assertThat(created.path("data").path("actor").path("id").asText())
        .isEqualTo(world.sales().id());
    assertThat(actions(customers, ticket)).isEmpty();
  }

  @Test
  void customerOfTheProjectHearsOfTheirOwnTicket() {
    var customers = listening(world.customer(), tickets());

    var ticket = world.ticket(world.customer());
    world.agent().patch("/api/tickets/" + ticket, Map.of("status", "waiting"));

    customers.await(it -> it.path("action").asText().equals("status_changed"));
    assertThat(actions(customers, ticket)).containsExactly("created", "status_changed");
  }

  @Test
  void aProjectOfOthersAndOneThatIsNotThereCloseAlike() {
    var notTheirs = open(world.stranger(), tickets()).awaitClose();
    var notThere = open(world.stranger(), "/ws/projects/nothing/tickets/").awaitClose();
    var notThereForAdmins = open(world.admin(), "/ws/projects/nothing/tickets").awaitClose();

    assertThat(notTheirs.code()).isEqualTo(4003);
    assertThat(notThere).isEqualTo(notTheirs);
    assertThat(notThereForAdmins).isEqualTo(notTheirs);
  }

  @Test
  void withoutGoodCredentialsTheSocketIsAcceptedAndClosedWith4001() {
    var ticket = ticketOf(world.agent());
    listening(world.agent(), NOTIFICATIONS);
    open(NOTIFICATIONS + "?ticket=" + ticket).ask("{\"type\":\"ping\"}", "pong");

    assertThat(open(NOTIFICATIONS).awaitClose().code()).isEqualTo(4001);
    assertThat(open(NOTIFICATIONS + "?ticket=" + ticket).awaitClose().code())
        .as("a ticket that was used")
        .isEqualTo(4001);
    assertThat(open(NOTIFICATIONS + "?token=garbage").awaitClose().code()).isEqualTo(4001);
    var cookie = Map.of("Cookie", "desk_session=nonsense");
    var tab = NativeTab.open(NOTIFICATIONS, cookie);
    tabs.add(tab);
    assertThat(tab.awaitClose().code()).isEqualTo(4001);
  }

  @Test
  void tokenAndCookieServeToo() {
    var person = people.agent();
    var answer =
        DeskClient.anonymous()
            .post("/api/auth/token", Map.of("email", person.email(), "password", People.PASSWORD));
    open(NOTIFICATIONS + "?token=" + answer.text("accessToken")).ask("{\"type\":\"ping\"}", "pong");
    var login =
        DeskClient.anonymous()
            .post("/api/auth/login", Map.of("email", person.email(), "password", People.PASSWORD));
    var tab =
        NativeTab.open(
            "/ws/notifications", Map.of("Cookie", "desk_session=" + login.cookie("desk_session")));
    tabs.add(tab);
    tab.ask("{\"type\":\"ping\"}", "pong");
  }

  @Test
  void notificationsAreOnesOwnAndMarkReadIsToldToAllTabs() {
    var first = listening(world.sales(), NOTIFICATIONS);
    var second = listening(world.sales(), NOTIFICATIONS);
    var others = listening(world.customer(), NOTIFICATIONS);
    var ticket = world.ticket(world.sales());

    world.agent().patch("/api/tickets/" + ticket, Map.of("status", "waiting"));

    var told = first.await(it -> it.path("type").asText().equals("notification"));
    assertThat(told.path("notification_type").asText()).isEqualTo("status_changed");
    assertThat(told.path("ticket").path("id").asText()).isEqualTo(ticket);
    assertThat(told.path("message").asText()).contains("Waiting");
    var id = told.path("id").asText();
    first.send("{\"type\":\"mark_read\",\"id\":\"" + id + "\"}");
    var read = second.await(it -> it.path("type").asText().equals("notification:read"));
    assertThat(read.path("ids").get(0).asText()).isEqualTo(id);
    var stolen = others.ask("{\"type\":\"mark_read\",\"id\":\"" + id + "\"}", "error");
    assertThat(stolen.path("code").asText()).isEqualTo("not_found");
    assertThat(others.values("type")).containsOnly("pong", "error");
  }

  @Test
  void malformedMessagesAreAnsweredAndTheSocketLives() {
    var tab = listening(world.agent(), tickets());

    for (var bad :
        List.of(
            "no json",
            "",
            "[]",
            "7",
            "{}",
            "{\"type\":7}",
            "{\"type\":\"make:coffee\"}",
            "{\"type\":\"mark_read\",\"id\":\"x\"}",
            "{\"type\":\"resume\"}",
            "{\"type\":\"resume\",\"after\":-1}")) {
      var error = tab.ask(bad, "error");
      assertThat(error.path("code").asText()).as(bad).isEqualTo("invalid");
      assertThat(error.path("message").asText()).as(bad).isNotBlank();
    }
    tab.ask("{\"type\":\"ping\"}", "pong");
  }

  @Test
  void whoSendsTooMuchIsClosedWith4008() {
    var tab = listening(world.agent(), NOTIFICATIONS);

    for (int i = 0; i < 300 && tab.isOpen(); i++) {
      try {
        tab.send("{\"type\":\"ping\"}");
      } catch (RuntimeException closedMeanwhile) {
        break;
      }
    }

    assertThat(tab.awaitClose().code()).isEqualTo(4008);
  }

  @Test
  void resumeBringsWhatWasMissedOnceAndInOrderUnderTheRightsOfNow() {
    var kept = world.ticket(world.agent());
    long after = settled();
    world.agent().patch("/api/tickets/" + kept, Map.of("status", "waiting"));
    var lost = world.ticket(world.agent(), Map.of("assigneeId", world.customer().id()));
    world.agent().patch("/api/tickets/" + lost, Map.of("priority", "high"));
    settled();
    var agents = listening(world.agent(), tickets());
    world.agent().patch("/api/tickets/" + kept, Map.of("status", "resolved"));
    agents.await(it -> it.path("action").asText().equals("status_changed"));

    var done = agents.ask("{\"type\":\"resume\",\"after\":" + after + "}", "resumed");

    assertThat(actions(agents, kept)).containsExactly("status_changed", "status_changed");
    assertThat(actions(agents, lost)).containsExactly("created", "priority_changed");
    assertThat(done.path("cursor").asLong()).isGreaterThan(after);
    int count = agents.received().size();
    agents.ask("{\"type\":\"resume\",\"after\":" + after + "}", "resumed");
    assertThat(agents.received()).as("nothing again").hasSize(count + 1);

    world.agent().patch("/api/tickets/" + lost, Map.of("assigneeId", world.agent().id()));
    var customers = listening(world.customer(), tickets());
    customers.ask("{\"type\":\"resume\",\"after\":" + after + "}", "resumed");
    assertThat(actions(customers, lost)).as("no longer theirs").isEmpty();
  }

  @Test
  void resumeFromAPositionThatIsNotThereIsReset() {
    var tab = listening(world.agent(), NOTIFICATIONS);

    var answer = tab.ask("{\"type\":\"resume\",\"after\":99999999}", "reset");

    assertThat(answer.path("reset").asBoolean()).isTrue();
    assertThat(answer.path("cursor").asLong()).isLessThan(99_999_999);
  }

  @Test
  void whoLosesTheProjectIsClosedBeforeTheNextEvent() {
    var agents = listening(world.agent(), tickets());
    var own = listening(world.agent(), NOTIFICATIONS);

    world
        .admin()
        .desk()
        .delete("/api/projects/" + world.project() + "/members/" + world.agent().id());
    var ticket = world.ticket(world.sales());

    assertThat(agents.awaitClose().code()).isEqualTo(4003);
    settled();
    assertThat(actions(agents, ticket)).isEmpty();
    own.ask("{\"type\":\"ping\"}", "pong");
  }

  @Test
  void endedSessionsAndDeactivatedPeopleAreClosedAtOnce() {
    var signedOut = listening(world.agent(), tickets());
    world.agent().desk().post("/api/auth/logout");
    assertThat(signedOut.awaitClose().code()).isEqualTo(4001);

    var deactivated = listening(world.sales(), NOTIFICATIONS);
    var others = listening(world.customer(), NOTIFICATIONS);
    world.admin().desk().patch("/api/users/" + world.sales().id(), Map.of("active", false));
    assertThat(deactivated.awaitClose().code()).isIn(4001, 4003);
    others.ask("{\"type\":\"ping\"}", "pong");
  }

  @Test
  void withoutAnUpgradeTheAnswerSaysWhatIsMissing() {
    var answer = world.agent().get(NOTIFICATIONS);

    assertThat(answer.status()).isEqualTo(426);
    assertThat(answer.text("code")).isEqualTo("upgrade_required");
    assertThat(world.agent().get("/ws/nothing/").status()).isEqualTo(404);
  }

  @Test
  void whatAClientSentBeforeItWentIsWorkedOffBeforeItsEndIsTold() {
    var tab = listening(world.agent(), SlowEndpoint.PATH);
    tab.send("{\"type\":\"slow\"}");
    Eventually.that(() -> slow.told().contains("begins"));

    tab.close();
    Eventually.that(() -> !slow.isClientOpen());
    slow.release();

    Eventually.that(() -> slow.told().contains("closed"));
    assertThat(slow.told()).containsExactly("begins", "ends", "closed");
  }

  @Test
  void messageOverTheLimitClosesWith1009() {
    var tab = listening(world.agent(), NOTIFICATIONS);

    tab.send("{\"type\":\"ping\",\"x\":\"" + "x".repeat(1_000_001) + "\"}");

    assertThat(tab.awaitClose().code()).isEqualTo(1009);
  }
}
