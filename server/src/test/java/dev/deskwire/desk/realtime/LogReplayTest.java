package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.testing.Eventually;
import dev.deskwire.desk.testing.Feeds;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Replays for clients that read slowly, or not at all any more.
@QuarkusTest
class LogReplayTest {
  @Inject People people;
  @Inject Feeds feeds;
  @Inject LogReplay replay;
  @Inject RightsModel rights;

  private World world;
  private String ticket;
  private long after;

  /// A ticket that the customer is assigned, with several events.
  @BeforeEach
  void makeATicketWithAPast() {
    world = World.create(people);
    after = feeds.settled();
    ticket = world.ticket(world.agent(), Map.of("assigneeId", world.customer().id()));
    for (var status : List.of("waiting", "resolved", "closed")) {
      world.agent().patch("/api/tickets/" + ticket, Map.of("status", status));
    }
    feeds.settled();
  }

  private boolean customerMayReceive(Delivery delivery) {
    return delivery.mayReceive().test(rights.person(world.customer().id()).orElseThrow());
  }

  @Test
  void whoLosesATicketWhileTheirReplayWaitsForThemIsSentNoMoreOfIt() throws Exception {
    var queued = new AtomicLong();
    var received = new CopyOnWriteArrayList<LoggedEvent>();
    var reached = new AtomicLong();
    var running =
        Thread.startVirtualThread(() ->
            replay.run(
                after,
                (event, delivery) -> {
                  if (customerMayReceive(delivery) && delivery.names().contains("ticket:updated")) {
                    received.add(event);
                    queued.set(Long.MAX_VALUE);
                  }
                },
                new LogReplay.Reader(() -> true, queued::get),
                reached::set));
    Eventually.that(() -> received.size() == 1);

    world.agent().patch("/api/tickets/" + ticket, Map.of("assigneeId", world.agent().id()));
    long lost = feeds.settled();
    queued.set(0);
    running.join();

    assertThat(received).hasSize(1);
    assertThat(reached.get()).isGreaterThanOrEqualTo(lost);
  }

  @Test
  void theReplayOfAClientThatGoesEndsWithIt() {
    var open = new AtomicBoolean(true);
    var received = new CopyOnWriteArrayList<LoggedEvent>();
    var reached = new AtomicBoolean();

    replay.run(
        after,
        (event, _) -> {
          received.add(event);
          open.set(false);
        },
        new LogReplay.Reader(open::get, () -> 0),
        _ -> reached.set(true));

    assertThat(received).hasSize(1);
    assertThat(reached).isFalse();
  }
}
