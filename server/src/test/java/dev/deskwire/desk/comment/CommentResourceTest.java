package dev.deskwire.desk.comment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CommentResourceTest {
  @Inject People people;
  @Inject TestClock clock;

  private World world;
  private String ticket;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    ticket = world.ticket(world.sales());
  }

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private String path() {
    return "/api/tickets/" + ticket;
  }

  private Answer say(World.Member member, String body) {
    return member.post(path() + "/comments", Map.of("body", body));
  }

  private Answer note(String body) {
    return world.agent().post(path() + "/comments", Map.of("body", body, "internal", true));
  }

  @Test
  void publicCommentIsReadByAllReadersInTheOrderOfWriting() {
    var first = World.id(say(world.sales(), "one"));
    var second = World.id(say(world.agent(), "two"));

    for (var member : List.of(world.sales(), world.agent(), world.admin())) {
      assertThat(member.get(path() + "/comments").items("id")).containsExactly(first, second);
    }
    var page = world.sales().get(path() + "/comments?limit=1");
    assertThat(page.items("id")).containsExactly(first);
    assertThat(
            world.sales().get(path() + "/comments?limit=1&cursor=" + page.text("next")).items("id"))
        .containsExactly(second);
  }

  @Test
  void internalNoteIsReadByStaffAndIsAbsentForTheOthers() {
    var note = World.id(note("hush"));

    assertThat(world.agent().get(path() + "/comments").items("id")).containsExactly(note);
    assertThat(world.sales().get(path() + "/comments").items("id")).isEmpty();
    for (var call : List.of("GET", "PATCH", "DELETE")) {
      var body = call.equals("PATCH") ? "{\"body\":\"x\"}" : null;
      var invisible = world.sales().desk().send(call, path() + "/comments/" + note, body);
      var absent = world.sales().desk().send(call, path() + "/comments/absent", body);
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(absent.body());
    }
  }

  @Test
  void internalNoteMovesNeitherTheVersionNorTheTimeOfItsTicket() {
    var before = world.sales().get(path()).body();

    note("hush");

    assertThat(world.sales().get(path()).body()).isEqualTo(before);
  }

  @Test
  void nobodyOutsideTheStaffWritesAnInternalNote() {
    var refused = world.sales().post(path() + "/comments", Map.of("body", "x", "internal", true));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("forbidden");
  }

  @Test
  void publicReplyBecomesTheLastReplyAndMovesTheVersion() {
    say(world.agent(), "from staff");
    assertThat(world.sales().get(path()).text("lastReply", "by")).isEqualTo("staff");

    var written = say(world.sales(), "from the reporter");

    var after = world.sales().get(path());
    assertThat(after.text("lastReply", "by")).isEqualTo("customer");
    assertThat(after.text("lastReply", "at")).isEqualTo(written.text("createdAt"));
    assertThat(after.body().path("version").asInt()).isEqualTo(3);
  }

  @Test
  void reportersReplyOpensATicketThatWaitedForOneAndStaffsDoesNot() {
    for (var status : List.of("waiting", "resolved")) {
      world.agent().patch(path(), Map.of("status", status));
      say(world.agent(), "still here?");
      assertThat(world.agent().get(path()).text("status")).isEqualTo(status);

      say(world.sales(), "yes");

      assertThat(world.agent().get(path()).text("status")).isEqualTo("open");
    }
    world.agent().patch(path(), Map.of("status", "closed"));
    say(world.sales(), "thanks");
    assertThat(world.agent().get(path()).text("status")).isEqualTo("closed");
  }

  private Answer reply(World.Member member, @Nullable String lastSeen, boolean force) {
    var body = new HashMap<String, Object>();
    body.put("body", "a reply");
    body.put("lastSeen", lastSeen);
    body.put("force", force);
    return member.post(path() + "/comments", body);
  }

  @Test
  void replyIsHeldBackWithWhatItsAuthorHasNotSeenUnlessForced() {
    var seen = World.id(say(world.sales(), "hello"));
    var missed = World.id(say(world.sales(), "something new"));

    var held = reply(world.agent(), seen, false);

    assertThat(held.status()).isEqualTo(409);
    assertThat(held.text("code")).isEqualTo("unseen_activity");
    assertThat(held.body().path("unseen")).hasSize(1);
    assertThat(held.body().path("unseen").path(0).path("id").asText()).isEqualTo(missed);
    assertThat(reply(world.agent(), null, false).body().path("unseen")).hasSize(2);
    assertThat(reply(world.agent(), missed, false).status()).isEqualTo(201);
    assertThat(reply(world.sales(), seen, true).status()).isEqualTo(201);
  }

  @Test
  void internalNoteIsUnseenActivityForStaffAndItsWritingIsNeverHeldBack() {
    var hidden = World.id(note("hush"));

    var held = reply(world.admin(), null, false);

    assertThat(held.status()).isEqualTo(409);
    assertThat(held.body().path("unseen").path(0).path("id").asText()).isEqualTo(hidden);
    var another = new HashMap<String, Object>(Map.of("body", "a note", "internal", true));
    another.put("lastSeen", null);
    assertThat(world.admin().post(path() + "/comments", another).status()).isEqualTo(201);
  }

  @Test
  void heldBackReplyLeavesNoTrace() {
    say(world.sales(), "hello");
    var before = world.agent().get(path()).body().path("version");

    assertThat(reply(world.agent(), null, false).status()).isEqualTo(409);

    assertThat(world.agent().get(path()).body().path("version")).isEqualTo(before);
    assertThat(world.agent().get(path() + "/comments").body().path("items")).hasSize(1);
  }

  @Test
  void lastSeenThatIsNoIdIsRefused() {
    for (var wrong : List.of(7, true, List.of(), Map.of())) {
      var body = Map.of("body", "a reply", "lastSeen", wrong);
      var refused = world.agent().post(path() + "/comments", body);
      assertThat(refused.status()).as("%s", wrong).isEqualTo(422);
      assertThat(refused.raw().body()).contains("lastSeen");
    }
  }

  @Test
  void replyWithoutLastSeenIsNeverHeldBack() {
    say(world.agent(), "something");

    assertThat(say(world.sales(), "blind").status()).isEqualTo(201);
  }

  @Test
  void internalNoteIsNoUnseenActivityForWhoMayNotReadIt() {
    note("hush");

    assertThat(reply(world.sales(), null, false).status()).isEqualTo(201);
  }

  @Test
  void ownCommentIsNoUnseenActivity() {
    say(world.sales(), "mine");

    assertThat(reply(world.sales(), null, false).status()).isEqualTo(201);
  }

  @Test
  void authorEditsAndDeletesForFifteenMinutesAndAnAdminAlways() {
    var first = path() + "/comments/" + World.id(say(world.sales(), "tpyo"));
    var second = path() + "/comments/" + World.id(say(world.sales(), "second"));
    var edited = world.sales().desk().patch(first, Map.of("body", "typo"));

    assertThat(edited.status()).isEqualTo(200);
    assertThat(edited.text("body")).isEqualTo("typo");
    assertThat(edited.body().path("editedAt").isTextual()).isTrue();
    assertThat(world.agent().desk().patch(first, Map.of("body", "x")).status()).isEqualTo(403);
    assertThat(world.agent().desk().delete(first).status()).isEqualTo(403);

    clock.advance(Duration.ofMinutes(15));

    assertThat(world.sales().desk().patch(first, Map.of("body", "late")).status()).isEqualTo(403);
    assertThat(world.sales().desk().delete(first).status()).isEqualTo(403);
    assertThat(world.admin().desk().patch(first, Map.of("body", "admin")).status()).isEqualTo(200);
    assertThat(world.admin().desk().delete(first).status()).isEqualTo(204);
    assertThat(world.admin().desk().delete(second).status()).isEqualTo(204);
    assertThat(world.sales().get(path()).body().path("lastReply").isNull()).isTrue();
  }

  @Test
  void emptyOrOverlongBodyIsRefusedByName() {
    for (var body : List.of("", "  ", "x".repeat(65_537))) {
      var refused = say(world.sales(), body);
      assertThat(refused.status()).isEqualTo(422);
      assertThat(refused.body().path("errors").path(0).path("field").asText()).isEqualTo("body");
    }
    assertThat(world.sales().post(path() + "/comments", Map.of()).status()).isEqualTo(422);
  }

  @Test
  void mentionOfSomebodyWhoDoesNotExistIsRefusedToStaffAlone() {
    var body = Map.of("body", "x", "mentions", List.of("nobody"));

    assertThat(world.agent().post(path() + "/comments", body).status()).isEqualTo(422);
    assertThat(world.sales().post(path() + "/comments", body).status()).isEqualTo(201);
    var none =
        world.sales().desk().post(path() + "/comments", "{\"body\":\"x\",\"mentions\":[null]}");
    assertThat(none.status()).isEqualTo(422);
  }

  @Test
  void retryUnderTheSameKeyMakesOneComment() {
    var desk = world.sales().desk().with("Idempotency-Key", "a retry");
    var first = desk.post(path() + "/comments", Map.of("body", "once"));
    var again = desk.post(path() + "/comments", Map.of("body", "once"));

    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(world.sales().get(path() + "/comments").items("id")).hasSize(1);
  }
}
