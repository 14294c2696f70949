package dev.deskwire.desk.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.realtime.Relay;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TimelineTest {
  @Inject People people;
  @Inject EventLog log;
  @Inject Relay relay;
  @Inject TimelineHandler handler;

  private World world;
  private long start;

  /// What code of one's own may add.
  @ApplicationScoped
  static class Shipments implements EntityTypeProvider {
    @Override
    public Set<EntityType> entityTypes() {
      return Set.of(EntityType.ofStaff("shipment"));
    }
  }

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    start = delivered();
  }

  private long delivered() {
    long head = log.settled(Duration.ofSeconds(10));
    Eventually.that(() -> relay.position() >= head);
    return head;
  }

  /// The `timeline:…` events in somebody's feed about an entity.
  private List<JsonNode> told(Member member, String entityId) {
    long head = delivered();
    var events = new ArrayList<JsonNode>();
    for (long after = start; after < head; ) {
      var page = member.get("/api/events?limit=500&after=" + after).body();
      page.path("events").forEach(events::add);
      after = page.path("next").asLong();
    }
    return events.stream().filter(e -> e.path("entityId").asText().equals(entityId)).toList();
  }

  private List<String> types(Member member, String entityId) {
    return told(member, entityId).stream().map(e -> e.path("type").asText()).toList();
  }

  private static String field(Answer refused) {
    assertThat(refused.status()).isEqualTo(422);
    return refused.body().path("errors").path(0).path("field").asText();
  }

  private String client() {
    return "/api/timeline/client/" + Ids.next();
  }

  @Test
  void ticketWritesWhatHappenedToItAndItsNotesForStaffAlone() {
    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    world.agent().patch(path, Map.of("status", "in_progress", "priority", "urgent"));
    world.agent().patch(path, Map.of("assigneeId", world.agent().id()));
    world.agent().patch(path, Map.of("queueId", world.queue()));
    world.sales().patch(path, Map.of("title", "Other", "tags", List.of("one")));
    world.sales().post(path + "/comments", Map.of("body", "hello"));
    world.agent().post(path + "/comments", Map.of("body", "hush", "internal", true));

    var all = world.agent().get(path + "/activities");
    assertThat(all.items("title"))
        .containsExactly(
            "Wrote an internal note",
            "Replied",
            "Tags changed",
            "Title changed",
            "Put into a queue",
            "Assigned to " + world.agent().person().name(),
            "Priority changed from Medium to Urgent",
            "Status changed from Open to In Progress",
            "Ticket created");
    var note = all.body().path("items").path(0);
    assertThat(note.path("kind").asText()).isEqualTo("comment_added");
    assertThat(note.path("internal").asBoolean()).isTrue();
    assertThat(note.path("entityName").asText()).isEqualTo(world.agent().get(path).text("number"));
    assertThat(note.path("actor").path("id").asText()).isEqualTo(world.agent().id());

    var seen = world.sales().get(path + "/activities");
    assertThat(seen.items("title")).hasSize(8).doesNotContain("Wrote an internal note");
    assertThat(seen.body().path("items").path(0).has("internal")).isFalse();
    assertThat(seen.body()).isEqualTo(world.sales().get("/api/timeline/ticket/" + ticket).body());
    for (var stranger : List.of(world.customer(), world.stranger())) {
      assertThat(stranger.get(path + "/activities").body())
          .isEqualTo(stranger.get("/api/tickets/absent/activities").body());
    }

    assertThat(types(world.agent(), ticket))
        .containsExactly(
            "timeline:new_item",
            "timeline:bulk_update",
            "timeline:new_item",
            "timeline:new_item",
            "timeline:bulk_update",
            "timeline:new_item",
            "timeline:new_item");
    assertThat(types(world.sales(), ticket)).hasSize(6);
    assertThat(types(world.stranger(), ticket)).isEmpty();
    assertThat(told(world.agent(), ticket).get(1).path("itemIds")).hasSize(2);
  }

  @Test
  void internalNoteIsAbsentForWhoMayNotReadItInEveryPage() {
    var ticket = world.ticket(world.sales());
    var path = "/api/tickets/" + ticket;
    for (int i = 0; i < 3; i++) {
      world.agent().post(path + "/comments", Map.of("body", "hush", "internal", true));
    }
    var note = world.agent().get(path + "/activities").items("id").getFirst();
    var before = world.sales().get("/api/timeline/ticket?limit=1").body();

    var page = world.sales().get(path + "/activities?limit=1");
    assertThat(page.items("title")).containsExactly("Ticket created");
    assertThat(page.body().path("next").isNull()).isTrue();
    assertThat(world.sales().get("/api/timeline/ticket/" + ticket + "/" + note).body())
        .isEqualTo(world.sales().get("/api/timeline/ticket/" + ticket + "/absent").body());
    world.agent().post(path + "/comments", Map.of("body", "hush", "internal", true));
    assertThat(world.sales().get("/api/timeline/ticket?limit=1").body()).isEqualTo(before);
  }

  @Test
  void timelineGoesWithItsTicket() {
    var ticket = world.ticket(world.sales());
    world.admin().desk().delete("/api/tickets/" + ticket);

    assertThat(world.admin().get("/api/timeline/ticket/" + ticket).status()).isEqualTo(404);
    assertThat(handler.broadcastRefresh(null, "ticket", ticket))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void staffAddsChangesAndTakesAwayWhatHappenedToAClient() {
    var path = client();
    var id = path.substring(path.lastIndexOf('/') + 1);
    var added =
        world
            .agent()
            .post(
                path,
                Map.of(
                    "kind",
                    "call",
                    "title",
                    "Called",
                    "body",
                    "*on* holiday",
                    "entityName",
                    "Acme"));
    var item = World.id(added);
    assertThat(added.header("Location").orElseThrow()).endsWith(path + "/" + item);
    assertThat(added.text("entityName")).isEqualTo("Acme");
    assertThat(added.body().path("actor").path("id").asText()).isEqualTo(world.agent().id());
    assertThat(world.stranger().get(path).body().path("items").path(0)).isEqualTo(added.body());

    var changed = world.agent().desk().patch(path + "/" + item, Map.of("title", "Called back"));
    assertThat(changed.text("title")).isEqualTo("Called back");
    assertThat(changed.text("body")).isEqualTo("*on* holiday");
    var nothing = new HashMap<String, Object>();
    nothing.put("body", null);
    assertThat(world.admin().desk().patch(path + "/" + item, nothing).body().has("body")).isFalse();
    assertThat(world.stranger().desk().patch(path + "/" + item, nothing).status()).isEqualTo(403);
    assertThat(world.stranger().desk().delete(path + "/" + item).status()).isEqualTo(403);
    assertThat(world.agent().desk().delete(path + "/" + item).status()).isEqualTo(204);
    assertThat(world.agent().get(path).items("id")).isEmpty();
    assertThat(world.agent().get(path + "/" + item).status()).isEqualTo(404);

    assertThat(types(world.stranger(), id))
        .containsExactly(
            "timeline:new_item",
            "timeline:item_updated",
            "timeline:item_updated",
            "timeline:item_deleted");
    assertThat(told(world.agent(), id).getFirst().path("itemId").asText()).isEqualTo(item);
    assertThat(types(world.sales(), id)).isEmpty();
  }

  @Test
  void timelinesOfOtherEntitiesAreAbsentForWhoIsNotStaff() {
    var path = client();
    World.id(world.agent().post(path, Map.of("title", "Called")));
    for (var member : List.of(world.sales(), world.customer())) {
      assertThat(member.get(path).status()).isEqualTo(404);
      assertThat(member.post(path, Map.of("title", "x")).status()).isEqualTo(404);
      assertThat(member.get("/api/timeline/client").items("entityId")).isEmpty();
    }
    assertThat(world.agent().get("/api/timeline/spaceship").status()).isEqualTo(404);
    assertThat(world.agent().get("/api/timeline/spaceship/1").status()).isEqualTo(404);
    assertThat(world.agent().get("/api/timeline/shipment/1").status()).isEqualTo(200);
  }

  @Test
  void listOfEntitiesShowsTheLatestNewsFirstAndFindsByName() {
    var word = Ids.next();
    var first = client();
    var second = client();
    world.agent().post(first, Map.of("title", "a", "entityName", "First " + word));
    world.agent().post(second, Map.of("title", "b", "entityName", "Second " + word));
    var item = World.id(world.agent().post(first, Map.of("title", "c")));

    var list = "/api/timeline/client?q=" + word;
    assertThat(world.agent().get(list).items("entityName"))
        .containsExactly("First " + word, "Second " + word);
    var page = world.agent().get(list + "&limit=1");
    assertThat(world.agent().get(list + "&limit=1&cursor=" + page.text("next")).items("entityName"))
        .containsExactly("Second " + word);
    world.agent().desk().delete(first + "/" + item);
    assertThat(world.agent().get(list).items("entityName"))
        .containsExactly("Second " + word, "First " + word);
    world
        .agent()
        .get(first)
        .items("id")
        .forEach(id -> world.agent().desk().delete(first + "/" + id));
    assertThat(world.agent().get(list).items("entityName")).containsExactly("Second " + word);
    assertThat(world.agent().get("/api/timeline/client?cursor=nonsense").status()).isEqualTo(400);
  }

  @Test
  void listOfTicketsHoldsThoseThatTheCallerMayRead() {
    var ticket = world.ticket(world.sales());
    var number = world.sales().get("/api/tickets/" + ticket).text("number");
    var list = "/api/timeline/ticket?q=" + number;

    assertThat(world.sales().get(list).items("entityId")).containsExactly(ticket);
    assertThat(world.agent().get(list).items("entityName")).containsExactly(number);
    assertThat(world.stranger().get(list).items("entityId")).isEmpty();
    assertThat(world.customer().get(list).items("entityId")).isEmpty();
  }

  @Test
  void onlyStaffWritesInTheTimelineOfATicketAndNobodyChangesWhatTheDeskRecorded() {
    var ticket = world.ticket(world.sales());
    var path = "/api/timeline/ticket/" + ticket;

    assertThat(world.sales().post(path, Map.of("title", "x")).status()).isEqualTo(403);
    assertThat(world.stranger().post(path, Map.of("title", "x")).status()).isEqualTo(404);
    var secret = World.id(world.agent().post(path, Map.of("title", "Deployed", "internal", true)));
    World.id(world.agent().post(path, Map.of("title", "Shipped")));
    assertThat(world.sales().get(path).items("title")).containsExactly("Shipped", "Ticket created");
    var recorded = world.agent().get(path).items("id").getLast();
    for (var member : List.of(world.agent(), world.admin())) {
      assertThat(member.desk().patch(path + "/" + recorded, Map.of("title", "x")).status())
          .isEqualTo(403);
      assertThat(member.desk().delete(path + "/" + recorded).status()).isEqualTo(403);
    }
    assertThat(world.sales().desk().delete(path + "/" + secret).status()).isEqualTo(403);
    assertThat(world.agent().desk().delete(path + "/" + secret).status()).isEqualTo(204);
  }

  @Test
  void sameKeyAddsOnce() {
    var path = client();
    var desk = world.agent().desk().with("Idempotency-Key", Ids.next());

    var first = desk.post(path, Map.of("title", "once"));
    var again = desk.post(path, Map.of("title", "once"));

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(world.agent().get(path).items("id")).containsExactly(World.id(first));
  }

  @Test
  void whatAnItemMayNotSayIsNamed() {
    var path = client();
    var desk = world.agent();
    assertThat(field(desk.post(path, Map.of()))).isEqualTo("title");
    assertThat(field(desk.post(path, Map.of("title", " ")))).isEqualTo("title");
    assertThat(field(desk.post(path, Map.of("title", "x", "kind", "No Word")))).isEqualTo("kind");
    assertThat(field(desk.post(path, Map.of("title", "x", "body", 5)))).isEqualTo("body");
    assertThat(field(desk.post(path, Map.of("title", "x", "body", "x".repeat(65_537)))))
        .isEqualTo("body");
    assertThat(field(desk.post(path, Map.of("title", "x", "at", "2999-01-01T00:00:00Z"))))
        .isEqualTo("at");
    assertThat(field(desk.post(path, Map.of("title", "x", "entityName", ""))))
        .isEqualTo("entityName");
    assertThat(desk.post(path, Map.of("title", "x", "at", "yesterday")).status()).isEqualTo(400);
    assertThat(desk.get(path).items("id")).isEmpty();
  }

  @Test
  void bulkCallDoesAllOrNothingAndIsToldOnce() {
    var path = client();
    var id = path.substring(path.lastIndexOf('/') + 1);
    var old = World.id(world.agent().post(path, Map.of("title", "old")));
    var fine = Map.of("title", "new");

    var refused =
        world.agent().post(path + "/bulk", Map.of("items", List.of(fine, Map.of("kind", "call"))));
    assertThat(field(refused)).isEqualTo("title");
    assertThat(field(world.agent().post(path + "/bulk", Map.of("items", List.of()))))
        .isEqualTo("items");
    var change = Map.of("id", old, "title", "renewed");
    assertThat(field(world.agent().post(path + "/bulk", Map.of("items", List.of(change, change)))))
        .isEqualTo("items");
    assertThat(world.agent().get(path).items("title")).containsExactly("old");

    var done = world.agent().post(path + "/bulk", Map.of("items", List.of(fine, change)));
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.items("title")).containsExactly("new", "renewed");
    assertThat(types(world.agent(), id))
        .containsExactly("timeline:new_item", "timeline:bulk_update");
    assertThat(told(world.agent(), id).getLast().path("itemIds")).hasSize(2);
    assertThat(world.agent().post(path + "/refresh", Map.of()).status()).isEqualTo(204);
    assertThat(types(world.agent(), id)).endsWith("timeline:refresh");
  }

  @Test
  void codeWithinTheDeskWritesAndTellsWithoutRights() {
    var id = Ids.next();
    var item =
        handler.broadcastNewItem(null, "invoice", id, ItemInput.of("paid", "Paid")).orRefuse();
    handler
        .broadcastItemUpdated(null, "invoice", id, item.id(), ItemInput.of("paid", "Paid in full"))
        .orRefuse();
    handler
        .broadcastBulkUpdate(
            null, "invoice", id, List.of(ItemInput.of("a", "A"), ItemInput.of("b", "B")))
        .orRefuse();
    var _ = handler.broadcastRefresh(null, "invoice", id).orRefuse();
    var shown = world.agent().get("/api/timeline/invoice/" + id);
    assertThat(shown.items("title")).containsExactlyInAnyOrder("Paid in full", "A", "B");
    assertThat(shown.body().path("items").path(0).path("actor").isNull()).isTrue();
    handler.broadcastItemDeleted(null, "invoice", id, item.id()).orRefuse();

    assertThat(types(world.agent(), id))
        .containsExactly(
            "timeline:new_item",
            "timeline:item_updated",
            "timeline:bulk_update",
            "timeline:refresh",
            "timeline:item_deleted");
    assertThat(handler.hasSubscribers("invoice", id)).isFalse();
    assertThat(handler.getSubscriberCount("invoice", id)).isZero();
    assertThat(handler.broadcastRefresh(null, "spaceship", id)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void statisticsShowWhoSubscribesInNumbers() {
    var part = world.admin().get("/api/realtime/stats").body().path("timeline");

    assertThat(part.path("totalSockets").isInt()).isTrue();
    assertThat(part.path("totalEntities").isInt()).isTrue();
    assertThat(part.path("entities").isArray()).isTrue();
    assertThat(world.agent().get("/api/realtime/stats").status()).isEqualTo(403);
  }
}
