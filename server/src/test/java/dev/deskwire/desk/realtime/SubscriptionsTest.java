package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.NativeTab;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SubscriptionsTest {
  @Inject People people;
  @Inject Feeds feeds;
  @Inject Subscriptions subscriptions;
  @Inject TestClock clock;

  @AfterEach
  void resetTheClock() {
    clock.reset();
  }

  @Test
  void everyMessageThatGoesOutCountsAndAnEventOfWhichAKindOfSocketHasNoWordsDoesNot() {
    var world = World.create(people);
    var path = "/ws/projects/" + world.project() + "/presence/";
    var secret = world.agent().post("/api/auth/ws-ticket", Map.of()).text("ticket");
    var tab = NativeTab.open(path + "?ticket=" + secret);
    tab.await(message -> message.path("type").asText().equals("presence_list"));
    // nothing of before counts
    clock.advance(Duration.ofSeconds(20));

    for (int i = 0; i < 5; i++) {
      tab.ask("{\"type\":\"ping\"}", "pong");
    }
    world.ticket(world.sales());
    feeds.settled();
    clock.advance(Duration.ofSeconds(2));

    assertThat(subscriptions.sentPerSecond()).isEqualTo(0.5);
    tab.close();
  }
}
