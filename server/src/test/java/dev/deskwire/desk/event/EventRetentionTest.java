package dev.deskwire.desk.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.Relay;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.NativeTab;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.StreamTab;
import dev.deskwire.desk.testing.TestClock;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventRetentionTest {
  @Inject EventRetention retention;
  @Inject EventLog log;
  @Inject Relay relay;
  @Inject People people;
  @Inject Settings settings;
  @Inject TestClock clock;
  @Inject Jdbi jdbi;

  @AfterEach
  void resetClock() {
    clock.reset();
  }

  private long settled() {
    long position = log.settled(Duration.ofSeconds(10));
    Eventually.that(() -> relay.position() >= position);
    return position;
  }

  @Test
  void whatIsOlderThanTheRetentionIsRemovedAndEveryDoorSaysReset() {
    var world = World.create(people);
    world.ticket(world.agent());
    long old = settled();
    long before = old - 1;
    assertThat(reset(world, before)).isFalse();

    // other tests may have lived in later times
    jdbi.useHandle(
        handle -> handle.execute("UPDATE event SET at = ? WHERE seq <= ?", clock.instant(), old));

    clock.advance(settings.eventRetention().plusSeconds(1));
    var later = World.create(people);
    var ticket = later.ticket(later.agent());
    settled();
    int removed = retention.remove();

    assertThat(removed).isPositive();
    assertThat(log.oldest()).hasValue(old + 1);
    assertThat(reset(later, before)).as("polling").isTrue();
    assertThat(reset(later, old)).as("the last position that is reached").isFalse();
    var path = "/ws/notifications/?ticket=";
    var ticketOf = later.agent().desk().post("/api/auth/ws-ticket").text("ticket");
    var tab = NativeTab.open(path + ticketOf);
    assertThat(
            tab.ask("{\"type\":\"resume\",\"after\":" + before + "}", "reset")
                .path("reset")
                .asBoolean())
        .as("native socket")
        .isTrue();
    tab.ask("{\"type\":\"resume\",\"after\":" + old + "}", "resumed");
    tab.close();
    var stream =
        StreamTab.open("?after=" + before, Map.of("Cookie", later.agent().desk().header("Cookie")));
    stream.await(it -> it.path("reset").asBoolean());
    stream.close();
    assertThat(later.agent().get("/api/tickets/" + ticket).status()).isEqualTo(200);
  }

  private static boolean reset(World world, long after) {
    return world.agent().get("/api/events?after=" + after).body().path("reset").asBoolean();
  }

  @Test
  void itLooksOftenEnoughForAShortRetentionAndNotTooOften() {
    assertThat(EventRetention.interval(Duration.ofDays(30))).isEqualTo(Duration.ofHours(1));
    assertThat(EventRetention.interval(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(6));
    assertThat(EventRetention.interval(Duration.ofMillis(500))).isEqualTo(Duration.ofSeconds(1));
  }
}
