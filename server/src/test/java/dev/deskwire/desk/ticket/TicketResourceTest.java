package dev.deskwire.desk.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TicketResourceTest {
  @Inject People people;

  private World world;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
  }

  private static String path(String id) {
    return "/api/tickets/" + id;
  }

  @Test
  void createdTicketHasANumberOfTheDayItsVersionAsEtagAndALocation() {
    var created =
        world
            .sales()
            .post(
                "/api/tickets",
                Map.of(
                    "projectId", world.project(),
                    "title", "  Printer burns ",
                    "description", "**Help**",
                    "priority", "high",
                    "tags", List.of("fire", "fire", "printer"),
                    "due", "2026-12-24T18:00:00+01:00"));

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.text("number")).matches("TKT-\\d{8}-\\d{4,}");
    assertThat(created.text("title")).isEqualTo("Printer burns");
    assertThat(created.text("status")).isEqualTo("open");
    assertThat(created.text("priority")).isEqualTo("high");
    assertThat(created.text("reporter", "id")).isEqualTo(world.sales().id());
    assertThat(created.text("due")).isEqualTo("2026-12-24T17:00:00.000Z");
    assertThat(created.body().path("tags")).hasSize(2);
    assertThat(created.body().path("version").asLong()).isEqualTo(1);
    assertThat(created.header("ETag")).contains("\"1\"");
    assertThat(created.header("Location").orElseThrow()).endsWith(path(created.text("id")));
  }

  @Test
  void retryUnderTheSameIdempotencyKeyAnswersTheSameTicketAndMakesNoSecond() {
    var key = Ids.next();
    var request = Map.of("projectId", world.project(), "title", "Once");
    var desk = world.sales().desk().with("Idempotency-Key", key);

    var first = desk.post("/api/tickets", request);
    var again = desk.post("/api/tickets", request);

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(world.sales().get("/api/tickets").items("id")).containsExactly(first.text("id"));
  }

  @Test
  void idempotencyKeyOfAnotherRequestIsRefused() {
    var desk = world.sales().desk().with("Idempotency-Key", Ids.next());
    World.id(desk.post("/api/tickets", Map.of("projectId", world.project(), "title", "One")));

    var other = desk.post("/api/tickets", Map.of("projectId", world.project(), "title", "Two"));

    assertThat(other.status()).isEqualTo(422);
    assertThat(other.body().path("errors").path(0).path("field").asText())
        .isEqualTo("Idempotency-Key");
  }

  @Test
  void idempotencyKeyOfARefusedRequestCanBeUsedForTheCorrectedOne() {
    var desk = world.sales().desk().with("Idempotency-Key", Ids.next());

    assertThat(desk.post("/api/tickets", Map.of("projectId", world.project())).status())
        .isEqualTo(422);
    assertThat(
            desk.post("/api/tickets", Map.of("projectId", world.project(), "title", "Now"))
                .status())
        .isEqualTo(201);
  }

  @Test
  void eightSendersOfOneKeyMakeOneTicket() throws Exception {
    var desk = world.sales().desk().with("Idempotency-Key", Ids.next());
    var request = Map.of("projectId", world.project(), "title", "Once");
    Callable<Answer> send = () -> desk.post("/api/tickets", request);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : threads.invokeAll(Collections.nCopies(8, send))) {
        assertThat(answer.get().status()).isEqualTo(201);
      }
    }

    assertThat(world.sales().get("/api/tickets").items("id")).hasSize(1);
  }

  @Test
  void personCreatesInTheirProjectsAndNowhereElse() {
    var elsewhere = Map.<String, Object>of("projectId", world.project(), "title", "T");
    for (var member : List.of(world.admin(), world.agent(), world.sales(), world.customer())) {
      assertThat(member.post("/api/tickets", elsewhere).status()).isEqualTo(201);
    }
    assertRefused(world.stranger().post("/api/tickets", elsewhere), 422, "projectId");
    assertRefused(
        world.sales().post("/api/tickets", Map.of("projectId", "nowhere", "title", "T")),
        422,
        "projectId");
  }

  @Test
  void agentOfTheQueuesTeamCreatesInThatQueue() {
    var created =
        world
            .teamAgent()
            .post(
                "/api/tickets",
                Map.of("projectId", world.project(), "queueId", world.queue(), "title", "T"));

    assertThat(created.status()).isEqualTo(201);
    assertRefused(
        world.teamAgent().post("/api/tickets", Map.of("projectId", world.project(), "title", "T")),
        422,
        "projectId");
  }

  @Test
  void queueAndAssigneeOfANewTicketAreForStaff() {
    for (var member : List.of(world.sales(), world.customer())) {
      var queued =
          member.post(
              "/api/tickets",
              Map.of("projectId", world.project(), "title", "T", "queueId", world.queue()));
      var assigned =
          member.post(
              "/api/tickets",
              Map.of("projectId", world.project(), "title", "T", "assigneeId", world.agent().id()));

      assertThat(queued.status()).isEqualTo(403);
      assertThat(assigned.status()).isEqualTo(403);
      assertThat(assigned.text("code")).isEqualTo("forbidden");
    }
  }

  @Test
  void staffCreateForAReporterWhoThenReadsTheTicket() {
    var id = world.ticket(world.agent(), Map.of("reporterId", world.customer().id()));

    assertThat(world.customer().get(path(id)).text("reporter", "id"))
        .isEqualTo(world.customer().id());
    assertThat(
            world
                .sales()
                .post(
                    "/api/tickets",
                    Map.of(
                        "projectId", world.project(),
                        "title", "T",
                        "reporterId", world.customer().id()))
                .status())
        .isEqualTo(403);
  }

  @Test
  void eachBadValueIsRefusedByTheNameOfItsField() {
    var bad = new HashMap<String, Object>();
    bad.put("title", "x".repeat(256));
    bad.put("description", "x".repeat(65_537));
    bad.put("priority", "very");
    bad.put("assigneeId", "nobody");
    bad.put("queueId", "nowhere");
    bad.put("tags", List.of("x".repeat(51)));
    bad.put("due", "tomorrow");
    bad.put("reporterId", "nobody");
    bad.forEach((field, value) -> {
      var body = new HashMap<String, Object>(Map.of("projectId", world.project(), "title", "T"));
      body.put(field, value);
      assertRefused(world.agent().post("/api/tickets", body), 422, field);
    });
    var many = new ArrayList<String>();
    for (int i = 0; i < 21; i++) {
      many.add("tag" + i);
    }
    assertRefused(
        world
            .agent()
            .post("/api/tickets", Map.of("projectId", world.project(), "title", "T", "tags", many)),
        422,
        "tags");
    assertRefused(
        world.agent().post("/api/tickets", Map.of("projectId", world.project(), "title", " ")),
        422,
        "title");
    assertRefused(
        world
            .agent()
            .post("/api/tickets", Map.of("projectId", world.project(), "title", "a\u001fb")),
        422,
        "title");
  }

  @Test
  void bodyThatIsNotJsonIsRefusedWithThePlaceWhereItBreaksOff() {
    var refused = world.agent().desk().post("/api/tickets", "{\"title\": ");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Type")).contains("application/problem+json");
    assertThat(refused.text("detail")).contains("line 1");
  }

  @Test
  void invisibleTicketIsAnsweredLikeAnAbsentOneByEveryCall() {
    var id = world.ticket(world.agent());
    for (var member :
        List.of(world.stranger(), world.sales(), world.customer(), world.teamAgent())) {
      for (var call : everyCall()) {
        var invisible = member.desk().send(call.method(), path(id) + call.suffix(), call.body());
        var absent = member.desk().send(call.method(), path("absent") + call.suffix(), call.body());

        assertThat(invisible.status()).as("%s", call).isEqualTo(404);
        assertThat(invisible.body()).as("%s", call).isEqualTo(absent.body());
        assertThat(absent.status()).as("%s", call).isEqualTo(404);
      }
    }
  }

  private record Call(String method, String suffix, @Nullable String body) {}

  /// With bodies that would be refused: what is invisible is not found before anything is read.
  private static List<Call> everyCall() {
    return List.of(
        new Call("GET", "", null),
        new Call("PATCH", "", "{broken"),
        new Call("PATCH", "", "{\"status\":\"closed\"}"),
        new Call("DELETE", "", null),
        new Call("GET", "/comments", null),
        new Call("POST", "/comments", "{broken"),
        new Call("GET", "/comments/x", null),
        new Call("PATCH", "/comments/x", "{broken"),
        new Call("DELETE", "/comments/x", null),
        new Call("GET", "/attachments", null),
        new Call("GET", "/attachments/x", null),
        new Call("DELETE", "/attachments/x", null),
        new Call("PUT", "/followers/me", null),
        new Call("DELETE", "/followers/me", null));
  }

  @Test
  void onlyAnAdminDeletesATicket() {
    var id = world.queuedTicket(world.sales());
    for (var member : List.of(world.agent(), world.teamAgent(), world.sales())) {
      assertThat(member.desk().delete(path(id)).status()).isEqualTo(403);
    }

    assertThat(world.admin().desk().delete(path(id)).status()).isEqualTo(204);
    assertThat(world.admin().get(path(id)).status()).isEqualTo(404);
  }

  @Test
  void patchWithoutIfMatchIs428AndWithAVersionThatNeverWas412() {
    var id = world.ticket(world.sales());
    var desk = world.agent().desk();
    var body = Map.of("status", "closed");

    assertThat(desk.patch(path(id), body).status()).isEqualTo(428);
    for (var never : List.of("\"2\"", "\"0\"", "\"abc\"", "7", "\"\"")) {
      var refused = desk.with("If-Match", never).patch(path(id), body);
      assertThat(refused.status()).as(never).isEqualTo(412);
      assertThat(refused.text("detail")).contains("\"1\"");
    }
    assertThat(desk.with("If-Match", "W/\"1\"").patch(path(id), body).status()).isEqualTo(200);
    assertThat(desk.with("If-Match", "*").patch(path(id), Map.of("status", "open")).status())
        .isEqualTo(200);
  }

  @Test
  void staleEditOfAnotherFieldMerges() {
    var id = world.ticket(world.sales());
    var agent = world.agent().desk().with("If-Match", "\"1\"");
    var sales = world.sales().desk().with("If-Match", "\"1\"");

    assertThat(agent.patch(path(id), Map.of("status", "in_progress")).status()).isEqualTo(200);
    var merged = sales.patch(path(id), Map.of("title", "Another title"));

    assertThat(merged.status()).isEqualTo(200);
    assertThat(merged.text("status")).isEqualTo("in_progress");
    assertThat(merged.text("title")).isEqualTo("Another title");
    assertThat(merged.header("ETag")).contains("\"3\"");
  }

  @Test
  void staleEditOfTheSameFieldIsAConflictThatShowsBothValuesAndChangesNothing() {
    var id = world.ticket(world.sales());
    var stale = world.agent().desk().with("If-Match", "\"1\"");
    stale.patch(path(id), Map.of("status", "in_progress", "priority", "high"));

    var refused =
        stale.patch(path(id), Map.of("status", "waiting", "priority", "low", "title", "New"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body().path("conflicts"))
        .extracting(c ->
            c.path("field").asText()
                + " "
                + c.path("yours").asText()
                + " "
                + c.path("theirs").asText())
        .containsExactlyInAnyOrder("status waiting in_progress", "priority low high");
    assertThat(world.agent().get(path(id)).text("title")).isEqualTo("A title");
  }

  @Test
  void staleEditThatWantsTheValueThatStandsIsNoConflictAndNoNewVersion() {
    var id = world.ticket(world.sales());
    var stale = world.agent().desk().with("If-Match", "\"1\"");
    stale.patch(path(id), Map.of("status", "in_progress"));

    var same = stale.patch(path(id), Map.of("status", "in_progress"));

    assertThat(same.status()).isEqualTo(200);
    assertThat(same.body().path("version").asLong()).isEqualTo(2);
  }

  @Test
  void staleTagsMergeAsAdditionsAndRemovals() {
    var id = world.ticket(world.sales(), Map.of("tags", List.of("a", "b")));
    var stale = world.agent().desk().with("If-Match", "\"1\"");
    stale.patch(path(id), Map.of("tags", List.of("a", "b", "theirs")));

    var merged = stale.patch(path(id), Map.of("tags", List.of("b", "mine")));

    assertThat(merged.status()).isEqualTo(200);
    assertThat(merged.body().path("tags"))
        .extracting(tag -> tag.asText())
        .containsExactlyInAnyOrder("b", "theirs", "mine");
  }

  @Test
  void reporterOutsideTheStaffChangesWhatTheyWroteAlone() {
    var id = world.ticket(world.customer());
    var customer = world.customer();

    assertThat(
            customer
                .patch(
                    path(id),
                    Map.of(
                        "title",
                        "T2",
                        "description",
                        "D2",
                        "priority",
                        "urgent",
                        "tags",
                        List.of()))
                .status())
        .isEqualTo(200);
    for (var field : List.of("status", "assigneeId", "queueId")) {
      var value = field.equals("status") ? "closed" : "x";
      var refused = customer.patch(path(id), Map.of(field, value));
      assertThat(refused.status()).as(field).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("forbidden");
    }
  }

  @Test
  void patchOfAnUnknownOrReadOnlyFieldIsRefusedByName() {
    var id = world.ticket(world.sales());
    for (var field : List.of("number", "version", "reporter", "nonsense")) {
      assertRefused(world.agent().patch(path(id), Map.of(field, "x")), 422, field);
    }
    assertRefused(world.agent().patch(path(id), Map.of("status", "done")), 422, "status");
  }

  @Test
  void mergePatchMediaTypeIsTakenAndNullClears() {
    var id = world.ticket(world.sales(), Map.of("due", "2026-12-24T12:00:00Z"));
    var cleared =
        world
            .agent()
            .desk()
            .with("If-Match", "*")
            .with("Content-Type", "application/merge-patch+json")
            .patch(path(id), "{\"due\": null}");

    assertThat(cleared.status()).isEqualTo(200);
    assertThat(cleared.body().path("due").isNull()).isTrue();
  }

  @Test
  void ticketIsAssignedOnlyToSomeoneWhoCanThenReadIt() {
    var id = world.queuedTicket(world.customer());
    for (var able : List.of(world.agent(), world.teamAgent(), world.admin(), world.sales())) {
      assertThat(world.agent().patch(path(id), Map.of("assigneeId", able.id())).status())
          .isEqualTo(200);
    }
    assertRefused(
        world.agent().patch(path(id), Map.of("assigneeId", world.stranger().id())),
        422,
        "assigneeId");
    assertThat(world.sales().get(path(id)).status()).isEqualTo(200);
  }

  @Test
  void ticketMovesOnlyIntoAQueueOfItsOwnProject() {
    var other = World.create(people);
    var id = world.ticket(world.sales());

    assertRefused(world.admin().patch(path(id), Map.of("queueId", other.queue())), 422, "queueId");
    assertThat(world.admin().patch(path(id), Map.of("queueId", world.queue())).status())
        .isEqualTo(200);
    assertThat(world.teamAgent().get(path(id)).status()).isEqualTo(200);
  }

  @Test
  void followerFromOutsideTheStaffReadsAndWhoUnfollowsNoLongerDoes() {
    var id = world.ticket(world.agent());
    assertThat(world.sales().get(path(id)).status()).isEqualTo(404);

    var followed = world.agent().desk().put(path(id) + "/followers/" + world.sales().id());

    assertThat(followed.status()).isEqualTo(200);
    assertThat(world.sales().get(path(id)).status()).isEqualTo(200);
    assertThat(world.sales().desk().delete(path(id) + "/followers/me").status()).isEqualTo(204);
    assertThat(world.sales().get(path(id)).status()).isEqualTo(404);
  }

  @Test
  void onlyStaffMakeOthersFollowersAndOnlyThoseWhoMayThenRead() {
    var id = world.ticket(world.sales());

    assertThat(world.sales().desk().put(path(id) + "/followers/" + world.customer().id()).status())
        .isEqualTo(403);
    assertThat(world.agent().desk().put(path(id) + "/followers/" + world.stranger().id()).status())
        .isEqualTo(404);
    assertThat(world.sales().desk().put(path(id) + "/followers/me").status()).isEqualTo(200);
  }

  @Test
  void listHoldsWhatTheCallerMayReadAndNothingElse() {
    var ofSales = world.ticket(world.sales());
    var queued = world.queuedTicket(world.customer());

    assertThat(listed(world.sales())).containsExactly(ofSales);
    assertThat(listed(world.customer())).containsExactly(queued);
    assertThat(listed(world.agent())).containsExactlyInAnyOrder(ofSales, queued);
    assertThat(listed(world.teamAgent())).containsExactly(queued);
    assertThat(listed(world.stranger())).isEmpty();
    assertThat(listed(world.admin())).contains(ofSales, queued);
  }

  private List<String> listed(Member member) {
    return member.get("/api/tickets?limit=100&project=" + world.project()).items("id");
  }

  @Test
  void filtersNarrowTheListAndSeveralValuesOfOneAreAlternatives() {
    var open = world.ticket(world.sales(), Map.of("priority", "low", "tags", List.of("red")));
    var urgent = world.ticket(world.sales(), Map.of("priority", "urgent"));
    var mine = world.ticket(world.sales());
    world.agent().patch(path(mine), Map.of("assigneeId", world.agent().id(), "status", "closed"));

    assertThat(found("status=closed")).containsExactly(mine);
    assertThat(found("priority=low,urgent")).containsExactlyInAnyOrder(open, urgent);
    assertThat(found("priority=low&priority=urgent")).containsExactlyInAnyOrder(open, urgent);
    assertThat(found("assignee=me")).containsExactly(mine);
    assertThat(found("assignee=none")).containsExactlyInAnyOrder(open, urgent);
    assertThat(found("tag=red")).containsExactly(open);
    assertThat(found("reporter=" + world.sales().id())).hasSize(3);
    assertThat(found("queue=" + world.queue())).isEmpty();
    assertThat(found("queue=none")).hasSize(3);
  }

  private List<String> found(String query) {
    return world.agent().get("/api/tickets?project=" + world.project() + "&" + query).items("id");
  }

  @Test
  void everySortGoesThroughAllPagesInOrderWithoutRepeats() {
    var priorities = List.of("low", "medium", "high", "urgent", "low", "high", "medium");
    for (int i = 0; i < priorities.size(); i++) {
      world.ticket(
          world.sales(),
          Map.of(
              "title", "T" + (i * 3 % 7),
              "priority", priorities.get(i),
              "due", "2026-12-0" + (1 + i % 3) + "T00:00:00Z"));
    }
    for (var sort :
        List.of("updatedAt", "createdAt", "number", "title", "status", "priority", "due")) {
      for (var direction : List.of("", "-")) {
        var whole = found("sort=" + direction + sort);
        assertThat(paged(direction + sort)).as(direction + sort).isEqualTo(whole).hasSize(7);
        if (direction.equals("-")) {
          assertThat(whole).isEqualTo(found("sort=" + sort).reversed());
        }
      }
    }
    assertThat(
            world
                .agent()
                .get("/api/tickets?sort=-priority&project=" + world.project())
                .items("priority"))
        .containsExactly("urgent", "high", "high", "medium", "medium", "low", "low");
  }

  private List<String> paged(String sort) {
    var ids = new ArrayList<String>();
    var cursor = "";
    do {
      var page =
          world
              .agent()
              .get(
                  "/api/tickets?limit=2&project=%s&sort=%s%s"
                      .formatted(world.project(), sort, cursor));
      ids.addAll(page.items("id"));
      cursor = page.body().path("next").isNull() ? null : "&cursor=" + page.text("next");
    } while (cursor != null);
    return ids;
  }

  @Test
  void badQuestionsAreRefusedByTheNameOfTheParameter() {
    var bad =
        Map.of(
            "limit", "limit=0",
            "status", "status=done",
            "priority", "priority=very",
            "sort", "sort=colour",
            "cursor", "cursor=%20",
            "q", "q=" + "x".repeat(256));
    bad.forEach(
        (field, query) -> assertRefused(world.agent().get("/api/tickets?" + query), 400, field));
    assertRefused(world.agent().get("/api/tickets?limit=101"), 400, "limit");
  }

  @Test
  void numberThatIsNoneAndABodyOfTheWrongFormAreRefusedAsProblems() {
    var noNumber = world.agent().get("/api/tickets?limit=many");
    assertThat(noNumber.status()).isEqualTo(400);
    assertThat(noNumber.header("Content-Type")).contains("application/problem+json");
    for (var body : List.of("[]", "7", "\"text\"")) {
      var refused = world.agent().desk().post("/api/tickets", body);
      assertThat(refused.status()).as(body).isEqualTo(400);
      assertThat(refused.header("Content-Type")).as(body).contains("application/problem+json");
      assertThat(refused.text("detail")).isNotEmpty();
    }
  }

  @Test
  void cursorOfAnotherSortIsRefused() {
    world.ticket(world.sales());
    world.ticket(world.sales());
    var next =
        world
            .agent()
            .get("/api/tickets?limit=1&sort=title&project=" + world.project())
            .text("next");

    assertRefused(
        world.agent().get("/api/tickets?limit=1&sort=createdAt&cursor=" + next), 400, "cursor");
  }

  @Test
  void searchFindsWordsOfTitleDescriptionNumberAndReadableCommentsByTheirBeginning() {
    var id = world.ticket(world.sales(), Map.of("title", "Zanzibar", "description", "a quokka"));
    var number = world.sales().get(path(id)).text("number");
    world.sales().post(path(id) + "/comments", Map.of("body", "the platypus swims"));
    world.agent().post(path(id) + "/comments", Map.of("body", "axolotl", "internal", true));

    for (var q : List.of("zanz", "QUOKKA", "platyp", "zanzibar+platypus", number)) {
      assertThat(world.sales().get("/api/tickets?q=" + q).items("id")).as(q).containsExactly(id);
    }
    assertThat(world.sales().get("/api/tickets?q=axolotl").items("id")).isEmpty();
    assertThat(world.agent().get("/api/tickets?q=axolotl").items("id")).containsExactly(id);
    assertThat(world.agent().get("/api/tickets?q=zanzibar+absent").items("id")).isEmpty();
    for (var odd : List.of("%27", "%25", "a%3A*%26", "(", "%21%21", "%5C")) {
      assertThat(world.agent().get("/api/tickets?q=" + odd).status()).as(odd).isEqualTo(200);
    }
  }

  @Test
  void unchangedTicketIsAnswered304ToWhoNamesItsVersion() {
    var id = world.ticket(world.sales());

    assertThat(world.sales().desk().with("If-None-Match", "\"1\"").get(path(id)).status())
        .isEqualTo(304);
    assertThat(world.sales().desk().with("If-None-Match", "\"9\"").get(path(id)).status())
        .isEqualTo(200);
  }

  @Test
  void nobodyIsAnsweredWithoutSigningIn() {
    assertThat(DeskClient.anonymous().get("/api/tickets").status()).isEqualTo(401);
    assertThat(DeskClient.anonymous().get(path("x")).status()).isEqualTo(401);
    assertThat(DeskClient.anonymous().post("/api/tickets", "{").status()).isEqualTo(401);
  }

  private static void assertRefused(Answer answer, int status, String field) {
    assertThat(answer.status()).as("%s: %s", field, answer.raw().body()).isEqualTo(status);
    assertThat(answer.body().path("errors").path(0).path("field").asText()).isEqualTo(field);
  }
}
