package dev.deskwire.desk.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.testing.World.Member;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CustomNotificationTest {
  private static final String PATH = "/api/admin/notifications";

  @Inject People people;
  @Inject Feeds feeds;
  @Inject CustomNotifications notifications;

  private World world;
  private long start;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    start = feeds.settled();
  }

  private Map<String, Object> body(String... more) {
    var body =
        new HashMap<String, Object>(
            Map.of(
                "userId", world.sales().id(),
                "notification_type", "custom_event",
                "title", "Custom Event",
                "message", "Something happened!"));
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return body;
  }

  private Answer send(Member member, Object body) {
    return member.post(PATH, body);
  }

  @Test
  void personIsToldWhatAProgramSaysAndNobodyElseIs() {
    var sent = send(world.admin(), body("id", "custom_42", "tier", "high"));

    assertThat(sent.status()).as(sent.raw().body()).isEqualTo(201);
    assertThat(feeds.after(start, world.sales(), "notification"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("id").asText()).isEqualTo("custom_42");
          assertThat(event.path("notification_type").asText()).isEqualTo("custom_event");
          assertThat(event.path("title").asText()).isEqualTo("Custom Event");
          assertThat(event.path("message").asText()).isEqualTo("Something happened!");
          assertThat(event.path("tier").asText()).isEqualTo("high");
          assertThat(event.path("timestamp").isTextual()).isTrue();
        });
    assertThat(world.sales().get("/api/notifications").items("id")).containsExactly("custom_42");
    assertThat(feeds.after(start, world.agent(), "notification")).isEmpty();
    assertThat(feeds.after(start, world.admin(), "notification")).isEmpty();
  }

  @Test
  void repeatOfAnIdTellsNobodyAgainNotEvenOnceItWasCleared() {
    var first = send(world.admin(), body("id", "nightly"));
    var again = send(world.admin(), body("id", "nightly", "message", "Another text"));
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());

    world.sales().desk().delete("/api/notifications");
    assertThat(send(world.admin(), body("id", "nightly")).status()).isEqualTo(200);

    assertThat(world.sales().get("/api/notifications").items("id")).isEmpty();
    assertThat(world.sales().get("/api/notifications").body().path("unread").asInt()).isZero();
    assertThat(feeds.after(start, world.sales(), "notification")).hasSize(1);
  }

  @Test
  void sameIdServesTwoPeople() {
    send(world.admin(), body("id", "shared"));
    assertThat(send(world.admin(), body("id", "shared", "userId", world.agent().id())).status())
        .isEqualTo(201);

    world.agent().desk().post("/api/notifications/shared/read");

    assertThat(world.agent().get("/api/notifications").items("read")).containsExactly("true");
    assertThat(world.sales().get("/api/notifications").items("read")).containsExactly("false");
  }

  @Test
  void adminMayTryItOnThemselvesAndNobodyElseMaySend() {
    assertThat(send(world.admin(), body("userId", world.admin().id())).status()).isEqualTo(201);
    assertThat(feeds.after(start, world.admin(), "notification")).hasSize(1);
    for (var member : List.of(world.agent(), world.sales(), world.customer())) {
      assertThat(send(member, body()).status()).isEqualTo(403);
    }
  }

  @Test
  void personWhoMutedTheKindIsNotTold() {
    world
        .sales()
        .desk()
        .put(
            "/api/notifications/preferences",
            Map.of("rules", List.of(Map.of("event", "custom", "channels", List.of()))));

    var sent = send(world.admin(), body());

    assertThat(sent.status()).isEqualTo(201);
    assertThat(sent.body().path("channels")).isEmpty();
    assertThat(feeds.after(start, world.sales(), "notification")).isEmpty();
    assertThat(world.sales().get("/api/notifications").items("id")).isEmpty();
    assertThat(send(world.admin(), body("notification_type", "mention")).body().path("channels"))
        .isNotEmpty();
  }

  @Test
  void withoutATypeItIsGeneralAndOfTheMiddleTier() {
    var body = body();
    body.remove("notification_type");

    var sent = send(world.admin(), body);

    assertThat(sent.text("notification_type")).isEqualTo("general");
    assertThat(sent.text("tier")).isEqualTo("medium");
  }

  @Test
  void badNotificationIsRefusedByTheNameOfTheField() {
    var cases =
        Map.of(
            "userId", body("userId", "nobody"),
            "tier", body("tier", "deafening"),
            "notification_type", body("notification_type", "two words"),
            "title", body("title", ""),
            "message", body("message", ""),
            "id", body("id", "a/b"));
    cases.forEach((field, bad) -> {
      var refused = send(world.admin(), bad);
      assertThat(refused.status()).as(field).isEqualTo(422);
      assertThat(refused.raw().body()).contains("\"" + field + "\"");
    });
    assertThat(feeds.after(start, world.sales(), "notification")).isEmpty();
  }

  @Test
  void codeOfTheDeskTellsPeopleTheSameWay() {
    var request =
        new CustomNotification(
            "general", "Test Notification", "It works!", null, "test_notification");

    assertThat(notifications.sendNotification(world.sales().id(), request))
        .isInstanceOf(Outcome.Done.class);
    assertThat(notifications.sendNotification("nobody", request))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(feeds.after(start, world.sales(), "notification"))
        .singleElement()
        .satisfies(event -> {
          assertThat(event.path("id").asText()).isEqualTo("test_notification");
          assertThat(event.path("actor").isNull()).isTrue();
        });
  }
}
