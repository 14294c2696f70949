package dev.deskwire.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingAcksTest {
  private static final Executor HERE = Runnable::run;

  @Test
  void anAcknowledgementWhoseTimeIsOverBeforeItsTimerIsKnownFailsAllTheSame() {
    var acks =
        new PendingAcks(
            HERE,
            (delay, task) -> {
              task.run();
              return () -> {};
            });
    var answer = acks.await(1, Duration.ZERO).toCompletableFuture();
    assertThat(answer)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(AckException.class);
  }

  @Test
  void anAnswerStopsTheTimer() {
    var stopped = new AtomicInteger();
    var acks = new PendingAcks(HERE, (delay, task) -> stopped::incrementAndGet);
    var answer = acks.await(1, Duration.ofSeconds(1)).toCompletableFuture();
    acks.complete(1, new Args(List.of()));
    assertThat(answer).isCompleted();
    assertThat(stopped).hasValue(1);
  }

  @Test
  void whoWaitsForAnAnswerHearsOfTheEndAlsoWhenTheApplicationsThreadsTakeNothingMore() {
    var threads = Executors.newSingleThreadExecutor();
    var acks = new PendingAcks(threads, (delay, task) -> () -> {});
    var answer = acks.await(1, Duration.ofMinutes(1)).toCompletableFuture();
    threads.shutdownNow();
    acks.failAll();
    assertThat(answer.orTimeout(10, TimeUnit.SECONDS).handle((args, failure) -> failure).join())
        .isInstanceOf(AckException.class);
  }
}
