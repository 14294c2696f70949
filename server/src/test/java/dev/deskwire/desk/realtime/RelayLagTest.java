package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RelayLagTest {
  @Inject EventLog log;
  @Inject DeliveryOrder order;
  @Inject Settings settings;
  @Inject People people;
  @Inject Feeds feeds;

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void aNodeThatDeliversNothingForTooLongIsNotReadyUntilItHasCaughtUp()
      throws InterruptedException {
    var world = World.create(people);
    var lag = new RelayLag(log, order, () -> now, settings);
    feeds.settled();
    var limit = settings.sockets().lagLimit();
    var held = new CompletableFuture<Long>();
    var release = new CountDownLatch(1);
    var holder =
        Thread.ofVirtual()
            .start(() ->
                order.between(position -> {
                  held.complete(position);
                  await(release);
                }));
    held.join();
    try {
      world.ticket(world.sales());
      assertThat(lag.stats().events()).isPositive();
      now = now.plus(limit);
      assertThat(lag.call().getStatus()).as("just within the limit").isEqualTo(Status.UP);
      now = now.plusMillis(1);
      assertThat(lag.call().getStatus()).isEqualTo(Status.DOWN);
      assertThat(lag.stats().seconds() * 1_000).isEqualTo(limit.toMillis() + 1.0);
    } finally {
      release.countDown();
    }
    holder.join();
    feeds.settled();
    assertThat(lag.call().getStatus()).isEqualTo(Status.UP);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
