package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NotificationTest {
  @Inject People people;
  @Inject Feeds feeds;

  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  private static String path(String ticket) {
    return "/api/tickets/" + ticket;
  }

  private String number(String ticket) {
    return world.admin().get(path(ticket)).text("number");
  }

  /// What somebody was told of a ticket, oldest first, as `tier message`.
  private List<String> told(Member member, String ticket) {
    var told = new ArrayList<String>();
    member
        .get("/api/notifications?limit=100")
        .body()
        .path("items")
        .forEach(item -> {
          if (item.path("ticket").path("id").asText().equals(ticket)) {
            told.addFirst(item.path("tier").asText() + " " + item.path("message").asText());
          }
        });
    return told;
  }

  /// The same without what was told in silence.
  private List<String> aloud(Member member, String ticket) {
    return told(member, ticket).stream().filter(text -> !text.startsWith("low ")).toList();
  }

  @Test
  void adminsAndWatchersOfItsQueueAreToldOfANewTicketAndItsAuthorIsNot() {
    assertThat(
            world.teamAgent().desk().put("/api/queues/" + world.queue() + "/watchers/me").status())
        .isLessThan(300);
    var ticket = world.ticket(world.agent(), Map.of("queueId", world.queue()));
    var created = "medium New ticket created: " + number(ticket);

    assertThat(told(world.admin(), ticket)).containsExactly(created);
    assertThat(told(world.teamAgent(), ticket)).containsExactly(created);
    assertThat(told(world.agent(), ticket)).isEmpty();
    assertThat(told(world.sales(), ticket)).isEmpty();
  }

  @Test
  void reporterAssigneeAndFollowersAreToldOfStatusAndPriorityAndTheActorIsNot() {
    var ticket = world.ticket(world.sales());
    world.agent().desk().put(path(ticket) + "/followers/" + world.customer().id());
    world.agent().patch(path(ticket), Map.of("assigneeId", world.agent().id()));

    world.agent().patch(path(ticket), Map.of("status", "in_progress"));
    world.agent().patch(path(ticket), Map.of("priority", "low"));

    var expected =
        List.of(
            "medium Ticket " + number(ticket) + " status changed to In Progress",
            "medium Ticket " + number(ticket) + " priority changed to Low");
    assertThat(aloud(world.sales(), ticket)).isEqualTo(expected);
    assertThat(aloud(world.customer(), ticket)).isEqualTo(expected);
    assertThat(told(world.agent(), ticket)).isEmpty();
  }

  @Test
  void assigneeIsToldLoudlyAndOnceThoughMoreHappenedInTheSameAction() {
    var ticket = world.ticket(world.sales());

    world
        .admin()
        .patch(
            path(ticket),
            Map.of(
                "assigneeId", world.agent().id(), "status", "in_progress", "priority", "urgent"));

    assertThat(told(world.agent(), ticket))
        .containsExactly("high Ticket " + number(ticket) + " was assigned to you");
    assertThat(told(world.sales(), ticket))
        .containsExactly("high URGENT: Ticket " + number(ticket) + " marked as urgent!");
  }

  @Test
  void urgencyIsToldLoudlyToEveryoneConcernedToWatchersAndToAdmins() {
    world.teamAgent().desk().put("/api/queues/" + world.queue() + "/watchers/me");
    var ticket = world.queuedTicket(world.sales());

    world.agent().patch(path(ticket), Map.of("priority", "urgent"));

    var urgent = "high URGENT: Ticket " + number(ticket) + " marked as urgent!";
    assertThat(told(world.sales(), ticket)).contains(urgent);
    assertThat(told(world.teamAgent(), ticket)).contains(urgent);
    assertThat(told(world.admin(), ticket)).contains(urgent);
    assertThat(told(world.agent(), ticket)).isEmpty();
  }

  @Test
  void commentIsToldToThoseConcernedAndAMentionLoudlyToThoseWhoMayReadIt() {
    var ticket = world.ticket(world.sales());
    var agent = world.agent();

    world
        .admin()
        .post(
            path(ticket) + "/comments",
            Map.of(
                "body",
                "ask @" + agent.person().name(),
                "mentions",
                List.of(world.stranger().id(), world.customer().id())));

    assertThat(told(world.sales(), ticket))
        .containsExactly("medium New comment on ticket " + number(ticket));
    assertThat(told(agent, ticket))
        .singleElement()
        .asString()
        .startsWith("high ")
        .contains("mentioned you");
    assertThat(told(world.stranger(), ticket)).isEmpty();
    assertThat(told(world.customer(), ticket)).isEmpty();
  }

  @Test
  void internalNoteIsToldToStaffAlone() {
    var ticket = world.ticket(world.sales());
    world.admin().patch(path(ticket), Map.of("assigneeId", world.agent().id()));

    world
        .admin()
        .post(
            path(ticket) + "/comments",
            Map.of(
                "body",
                "@" + world.sales().person().name() + " must not know",
                "internal",
                true,
                "mentions",
                List.of(world.sales().id())));

    assertThat(aloud(world.sales(), ticket)).isEmpty();
    assertThat(told(world.agent(), ticket))
        .contains("medium New comment on ticket " + number(ticket));
  }

  @Test
  void replyThatOpensATicketAgainIsOneNotificationAndNotTwo() {
    var ticket = world.ticket(world.sales());
    world
        .admin()
        .patch(path(ticket), Map.of("assigneeId", world.agent().id(), "status", "waiting"));

    world.sales().post(path(ticket) + "/comments", Map.of("body", "here you are"));

    assertThat(world.agent().get(path(ticket)).text("status")).isEqualTo("open");
    assertThat(told(world.agent(), ticket))
        .containsExactly(
            "high Ticket " + number(ticket) + " was assigned to you",
            "medium New comment on ticket " + number(ticket));
  }

  @Test
  void otherChangesAreToldInSilenceToThoseConcernedAndToNobodyElse() {
    var ticket = world.ticket(world.sales());
    world.admin().patch(path(ticket), Map.of("assigneeId", world.agent().id()));
    world.admin().patch(path(ticket), Map.of("title", "Another", "tags", List.of("a", "b")));
    world.admin().patch(path(ticket), Map.of("due", "2027-01-01T00:00:00.000Z"));

    var updated = "low Ticket " + number(ticket) + " was updated";
    assertThat(told(world.agent(), ticket))
        .containsExactly(
            "high Ticket " + number(ticket) + " was assigned to you", updated, updated);
    assertThat(told(world.sales(), ticket))
        .containsExactly(
            "low Ticket " + number(ticket) + " has another assignee", updated, updated);
    assertThat(told(world.teamAgent(), ticket)).isEmpty();
    assertThat(told(world.stranger(), ticket)).isEmpty();
  }

  @Test
  void formerAssigneeNewFollowerAndReporterByProxyHearInSilence() {
    var ticket = world.ticket(world.admin(), Map.of("reporterId", world.sales().id()));
    world.admin().patch(path(ticket), Map.of("assigneeId", world.agent().id()));
    world.admin().desk().put(path(ticket) + "/followers/" + world.customer().id());
    var nobody = new java.util.HashMap<String, Object>();
    nobody.put("assigneeId", null);
    world.admin().patch(path(ticket), nobody);

    var number = number(ticket);
    assertThat(told(world.sales(), ticket)).first().isEqualTo("low New ticket created: " + number);
    assertThat(told(world.customer(), ticket))
        .containsExactly(
            "low You now follow ticket " + number,
            "low Ticket " + number + " has another assignee");
    assertThat(told(world.agent(), ticket))
        .containsExactly(
            "high Ticket " + number + " was assigned to you",
            "low Ticket " + number + " has another assignee");
  }

  @Test
  void watchersHearOfATicketThatComesIntoTheirQueueAndNoLongerOnceTheyWatchItNoMore() {
    var watchers = "/api/queues/" + world.queue() + "/watchers/me";
    world.teamAgent().desk().put(watchers);
    var heard = world.queuedTicket(world.agent());
    world.teamAgent().desk().delete(watchers);
    var missed = world.queuedTicket(world.agent());

    assertThat(told(world.teamAgent(), heard))
        .containsExactly("low Ticket " + number(heard) + " came into a queue you watch");
    assertThat(told(world.teamAgent(), missed)).isEmpty();
  }

  @Test
  void watcherWhoMayNotReadTheQueueAnyMoreIsToldNothing() {
    world.teamAgent().desk().put("/api/queues/" + world.queue() + "/watchers/me");
    world
        .admin()
        .desk()
        .delete("/api/teams/" + world.team() + "/members/" + world.teamAgent().id());

    var ticket = world.ticket(world.agent(), Map.of("queueId", world.queue()));

    assertThat(told(world.teamAgent(), ticket)).isEmpty();
  }

  @Test
  void notificationOfATicketThatIsNoLongerReadableIsWithheld() {
    var ticket = world.ticket(world.agent());
    world.agent().desk().put(path(ticket) + "/followers/" + world.customer().id());
    world.agent().patch(path(ticket), Map.of("status", "waiting"));
    assertThat(aloud(world.customer(), ticket)).hasSize(1);

    world.agent().desk().delete(path(ticket) + "/followers/" + world.customer().id());

    assertThat(told(world.customer(), ticket)).isEmpty();
    assertThat(world.customer().get("/api/notifications").body().path("unread").asInt()).isZero();
    assertThat(world.customer().get("/api/events?after=0&limit=500").raw().body())
        .doesNotContain(ticket);
  }

  @Test
  void notificationOfATicketThatIsGoneIsInNoReplay() {
    var ticket = world.ticket(world.sales());
    world.agent().patch(path(ticket), Map.of("status", "waiting"));
    world.sales().desk().delete("/api/notifications");
    long start = feeds.settled();
    world.agent().patch(path(ticket), Map.of("status", "open"));
    assertThat(feeds.after(start, world.sales(), "notification")).hasSize(1);

    assertThat(world.admin().desk().delete(path(ticket)).status()).isEqualTo(204);

    assertThat(feeds.after(start, world.sales(), "notification")).isEmpty();
    assertThat(world.sales().get("/api/notifications").items("id")).isEmpty();
  }

  @Test
  void readStateCountsDownAndNobodyReadsForAnother() {
    var ticket = world.ticket(world.sales());
    world.agent().patch(path(ticket), Map.of("status", "waiting"));
    world.agent().patch(path(ticket), Map.of("status", "closed"));
    var unread = world.sales().get("/api/notifications?unread").items("id");
    assertThat(unread).hasSize(2);

    var first = "/api/notifications/" + unread.getFirst() + "/read";
    assertThat(world.customer().desk().post(first).status()).isEqualTo(404);
    assertThat(world.sales().desk().post(first).body().path("unread").asInt()).isEqualTo(1);
    assertThat(world.sales().get("/api/notifications?unread").items("id"))
        .containsExactly(unread.getLast());
    assertThat(
            world.sales().desk().post("/api/notifications/read-all").body().path("unread").asInt())
        .isZero();
    assertThat(world.sales().get("/api/notifications").items("read"))
        .containsExactly("true", "true");
    assertThat(world.sales().desk().delete("/api/notifications").status()).isEqualTo(200);
    assertThat(world.sales().get("/api/notifications").items("id")).isEmpty();
  }
}
