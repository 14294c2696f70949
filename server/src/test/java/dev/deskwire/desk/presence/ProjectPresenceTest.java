package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.presence.PresenceEvent.PresenceUpdated;
import dev.deskwire.desk.presence.PresenceEvent.UserJoined;
import dev.deskwire.desk.presence.PresenceEvent.UserLeft;
import dev.deskwire.desk.presence.ProjectView.OnlineUser;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.NativeTab;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.user.Availability;
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
class ProjectPresenceTest {
  @Inject ProjectPresence presence;
  @Inject TicketPresence tickets;
  @Inject Heard heard;
  @Inject TestClock clock;
  @Inject People people;

  private final List<NativeTab> tabs = new ArrayList<>();
  private World world;

  @BeforeEach
  void foundAProject() {
    world = World.create(people);
  }

  @AfterEach
  void resetTheClock() {
    tabs.forEach(NativeTab::close);
    clock.reset();
  }

  private String online(World.Member member) {
    var connection = Ids.next();
    presence.arrived(connection, member.id(), world.project());
    return connection;
  }

  private List<String> onlineNow() {
    return presence.view(world.project()).online().stream().map(OnlineUser::userId).toList();
  }

  private List<PresenceUpdated> told() {
    return heard.in(world.project(), PresenceUpdated.class);
  }

  @Test
  void aPersonWithTwoConnectionsIsOnlineOnceAndUntilTheLastIsGoneForFiveSeconds() {
    var first = online(world.agent());
    var second = online(world.agent());
    assertThat(onlineNow()).containsExactly(world.agent().id());
    presence.gone(first, world.agent().id());
    presence.gone(second, world.agent().id());
    clock.advance(Duration.ofSeconds(4));
    assertThat(onlineNow()).containsExactly(world.agent().id());
    clock.advance(Duration.ofSeconds(1));
    assertThat(onlineNow()).isEmpty();
    presence.changed(world.project());
    Eventually.that(() -> heard.in(world.project(), UserLeft.class).size() == 1);
    assertThat(heard.in(world.project(), UserJoined.class)).hasSize(1);
    assertThat(told().getLast().view()).isEqualTo(ProjectView.EMPTY);
  }

  @Test
  void manyWhoComeAtOnceAreToldOfAtOnceAndThenTogether() {
    online(world.agent());
    assertThat(told()).hasSize(1);
    for (int i = 0; i < 50; i++) {
      online(world.admin());
    }
    clock.advance(Throttle.SPACING);
    Eventually.that(() -> told().getLast().view().online().size() == 2);
    assertThat(told()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whatStaffSayAboutTheirAvailabilityIsToldAndKept() {
    online(world.agent());
    assertThat(presence.set(world.agent().id(), Availability.BUSY))
        .isEqualTo(Outcome.done(Availability.BUSY));
    assertThat(presence.view(world.project()).online())
        .extracting(OnlineUser::availability)
        .containsExactly(Availability.BUSY);
    assertThat(world.agent().get("/api/users/" + world.agent().id()).text("availability"))
        .isEqualTo("busy");
    assertThat(presence.set(world.customer().id(), Availability.BUSY))
        .isInstanceOf(Outcome.Refused.class);

    var away = Map.of("availability", "away");
    var mine = "/api/users/" + world.agent().id();
    assertThat(world.admin().desk().patch(mine, away).status()).isEqualTo(200);
    Eventually.that(() ->
        presence.view(world.project()).online().getFirst().availability() == Availability.AWAY);
  }

  @Test
  void whoLosesTheProjectWithTheirNativeSocketIsOnlineNoMoreAtOnceAndNothingIsKeptOfThem() {
    var tab = nativeTab();
    Eventually.that(() -> onlineNow().contains(world.agent().id()));
    world
        .admin()
        .desk()
        .delete("/api/projects/" + world.project() + "/members/" + world.agent().id());
    assertThat(tab.awaitClose().code()).isEqualTo(4003);
    Eventually.that(() -> !presence.knows(world.agent().id()));
    assertThat(onlineNow()).isEmpty();
  }

  @Test
  void aNativeSocketListsAsManyOfEverythingAsAnyPayloadDoes() {
    var ticket = world.ticket(world.customer());
    tickets.view(Ids.next(), world.agent().id(), ticket);
    var place = heard.of(ticket, PresenceEvent.AgentJoined.class).getFirst().place();
    for (int i = 0; i < 150; i++) {
      var crowd = Tab.fresh("agent" + i, "Agent", clock.instant(), clock.instant());
      presence.views(place, Ids.next(), crowd.viewed(clock.instant()));
    }
    var list = nativeTab().await(it -> it.path("type").asText().equals("presence_list"));
    assertThat(list.path("viewing").get(0).path("userIds")).hasSize(100);
  }

  private NativeTab nativeTab() {
    var secret = world.agent().post("/api/auth/ws-ticket", Map.of()).text("ticket");
    var tab = NativeTab.open("/ws/projects/" + world.project() + "/presence/?ticket=" + secret);
    tabs.add(tab);
    return tab;
  }

  @Test
  void theTicketsThatAreViewedAreListedWithTheirViewers() {
    var ticket = world.ticket(world.customer());
    var tab = Ids.next();
    tickets.view(tab, world.agent().id(), ticket);
    tickets.view(Ids.next(), world.agent().id(), ticket);
    assertThat(presence.view(world.project()).viewing())
        .containsExactly(new ProjectView.ViewedTicket(ticket, List.of(world.agent().id())));
    assertThat(told().getLast().view().viewing()).hasSize(1);
    clock.advance(Tab.STALE);
    tickets.sweep();
    assertThat(presence.view(world.project()).viewing()).isEmpty();
    Eventually.that(() -> told().getLast().view().viewing().isEmpty());
  }
}
