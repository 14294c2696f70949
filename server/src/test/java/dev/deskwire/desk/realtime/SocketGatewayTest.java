package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.presence.TicketPresence;
import dev.deskwire.desk.presence.Viewer;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.SocketTab;
import dev.deskwire.desk.testing.SocketTab.Received;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import dev.deskwire.socketio.Socket;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What comes at an awkward moment: while a client signs in, is away, or is being served.
@QuarkusTest
class SocketGatewayTest {
  @Inject People people;
  @Inject Feeds feeds;
  @Inject EventLog log;
  @Inject SocketGateway gateway;
  @Inject DeliveryOrder order;
  @Inject Doorkeeper doorkeeper;
  @Inject TicketPresence presence;
  @Inject TestClock clock;

  private final List<SocketTab> tabs = new ArrayList<>();
  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  @AfterEach
  void cleanUp() {
    doorkeeper.reset();
    clock.reset();
    tabs.forEach(SocketTab::cut);
  }

  private SocketTab open(Member member) {
    return open(member, Map.of());
  }

  /// @param more what the client shows beside its token
  private SocketTab open(Member member, Map<String, Object> more) {
    var credentials = Map.of("email", member.person().email(), "password", People.PASSWORD);
    var auth = new LinkedHashMap<>(more);
    auth.put(
        "token", DeskClient.anonymous().post("/api/auth/token", credentials).text("accessToken"));
    var tab = SocketTab.open(auth);
    tabs.add(tab);
    return tab;
  }

  private SocketTab signedIn(Member member) {
    var tab = open(member);
    tab.await("authenticated");
    return tab;
  }

  /// What the official client shows when it comes back.
  private static Map<String, Object> shown(SocketTab tab) {
    var offset = tab.received().stream().map(Received::offset).filter(JsonNode::isTextual);
    return Map.of(
        "pid",
        tab.awaitConnected().path("pid").asText(),
        "offset",
        offset.reduce((_, later) -> later).orElseThrow().asText());
  }

  private Optional<Socket> socketOf(Member member) {
    return gateway.server().of("/").sockets().stream()
        .filter(socket -> {
          var signed = Signed.of(socket);
          return signed != null && signed.userId().equals(member.id());
        })
        .findFirst();
  }

  private void cut(SocketTab tab, Member member) {
    tab.cut();
    Eventually.that(() -> socketOf(member).isEmpty());
  }

  private static List<String> names(SocketTab tab, String ticket) {
    return tab.received().stream()
        .filter(event -> event.payload().path("ticket").path("id").asText().equals(ticket))
        .map(Received::name)
        .toList();
  }

  @Test
  void whoSignsInWhileAQueueChangesHandsIsSentEverythingSinceTheirPosition() {
    long after = feeds.settled();
    var ticket = world.ticket(world.sales());
    feeds.settled();

    var signingIn = new ArrayList<SocketTab>();
    order.between(_ -> {
      signingIn.add(open(world.agent(), Map.of("after", after)));
      Eventually.that(
          () -> socketOf(world.agent()).flatMap(it -> Attendance.among(it.data())).isPresent());
      gateway.applied(new QueueChanged(world.queue(), world.project(), world.team()));

      var attendance = Attendance.of(socketOf(world.agent()).orElseThrow());
      assertThat(attendance.hasBegun()).as("joins nothing before it is signed in").isFalse();
    });

    var tab = signingIn.getFirst();
    tab.await("ticket:created", it -> it.path("ticket").path("id").asText().equals(ticket));
    var first = tab.received().stream().filter(it -> it.offset().isTextual()).findFirst();
    assertThat(first.map(Received::name))
        .as("before all that has a position")
        .hasValue("authenticated");
    assertThat(tab.await("authenticated").payload().has("reset")).isFalse();
  }

  @Test
  void whoStoodInTheRoomOfATicketAloneHearsAfterTheirReturnThatItWasDeleted() {
    var deleted = world.queuedTicket(world.customer());
    var lost = world.queuedTicket(world.customer());
    var tab = signedIn(world.teamAgent());
    for (var id : List.of(deleted, lost)) {
      assertThat(tab.ask("join_ticket", Map.of("id", id)).path("ok").asBoolean()).isTrue();
    }
    cut(tab, world.teamAgent());
    world.admin().desk().delete("/api/tickets/" + deleted);
    var elsewhere = new LinkedHashMap<String, Object>();
    elsewhere.put("queueId", null);
    world.admin().patch("/api/tickets/" + lost, elsewhere);
    world.admin().patch("/api/tickets/" + lost, Map.of("priority", "urgent"));
    feeds.settled();

    var back = open(world.teamAgent(), shown(tab));

    assertThat(back.awaitConnected().path("sid")).isEqualTo(tab.awaitConnected().path("sid"));
    back.await("authenticated");
    assertThat(names(back, deleted)).containsExactly("ticket:deleted");
    assertThat(names(back, lost)).as("what they may read no more").isEmpty();
  }

  @Test
  void socketsWhoseRightsCannotBeAppliedAreClosedAndStandInAllTheirRoomsWhenTheyAreBack() {
    var ticket = world.ticket(world.customer());
    var failing = signedIn(world.agent());
    failing.ask("join_ticket", Map.of("id", ticket));
    var other = signedIn(world.teamAgent());
    doorkeeper.at(
        new RoomName.OfTicket(ticket),
        () -> {
          throw new IllegalStateException("The test breaks this room.");
        });

    var watched = "/api/queues/" + world.queue() + "/watchers/me";
    assertThat(world.agent().desk().put(watched).status()).isEqualTo(204);
    assertThat(world.teamAgent().desk().put(watched).status()).isEqualTo(204);

    assertThat(failing.awaitClose()).isEqualTo(Ending.TRY_LATER.code());
    doorkeeper.reset();
    var queued = world.queuedTicket(world.customer());
    other.await("queue:ticket_added", it -> it.path("ticket").path("id").asText().equals(queued));
    var back = open(world.agent(), shown(failing));
    back.await("queue:ticket_added", it -> it.path("ticket").path("id").asText().equals(queued));
    assertThat(back.awaitConnected().path("sid"))
        .as("not recovered, so that it joins all of its rooms")
        .isNotEqualTo(failing.awaitConnected().path("sid"));
  }

  @Test
  void aSocketThatAnEventCannotBeDeliveredToIsClosedAndTheOthersHearIt() {
    world.ticket(world.customer());
    var event = log.read(feeds.settled() - 1, 1).getFirst();
    var failing = signedIn(world.agent());
    var other = signedIn(world.sales());
    var delivery =
        new Delivery(
            List.of("ticket:test"),
            Map.of(),
            Set.of(
                new RoomName.OfUser(world.agent().id()), new RoomName.OfUser(world.sales().id())),
            person -> {
              if (person.id().equals(world.agent().id())) {
                throw new IllegalStateException("The test breaks this event.");
              }
              return true;
            });

    order.between(_ -> gateway.deliver(event, delivery));

    other.await("ticket:test");
    assertThat(failing.awaitClose()).isEqualTo(Ending.TRY_LATER.code());
    assertThat(failing.received()).noneMatch(it -> it.name().equals("ticket:test"));
  }

  @Test
  void whatABrokenConnectionStillDoesTakesNothingFromTheOneThatTookUpItsSession() throws Exception {
    var open = world.ticket(world.customer());
    var late = world.ticket(world.customer());
    var tab = signedIn(world.agent());
    tab.ask("ticket:view", Map.of("ticketId", open));
    var entered = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    doorkeeper.at(
        new RoomName.OfTicket(late),
        () -> {
          entered.countDown();
          awaitQuietly(release);
        });
    tab.send("ticket:view", Map.of("ticketId", late));
    entered.await();
    cut(tab, world.agent());
    var back = open(world.agent(), shown(tab));
    assertThat(back.awaitConnected().path("sid")).isEqualTo(tab.awaitConnected().path("sid"));
    back.await("authenticated");

    release.countDown();
    Eventually.that(() -> views(late));
    feeds.settled();

    clock.advance(Duration.ofSeconds(6));
    Eventually.that(() -> views(open));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean views(String ticket) {
    return presence.getViewers(ticket).stream()
        .map(Viewer::agentId)
        .anyMatch(world.agent().id()::equals);
  }
}
