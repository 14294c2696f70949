package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final int SENDERS = 4;
  private static final int EACH = 20_000;

  private record Input(int sender, int number) {}

  @Test
  void onlyTheFirstInputBringsTheWorker() {
    var mailbox = new Collector();
    assertThat(mailbox.put("first")).isTrue();
    assertThat(mailbox.put("second")).isFalse();
    assertThat(mailbox.put("third")).isFalse();
    assertThat(mailbox.drain()).isEqualTo(3);
    assertThat(mailbox.accepted).containsExactly("first", "second", "third");
  }

  @Test
  void aWorkerThatIsStillAtWorkIsNotBroughtAgain() {
    var mailbox = new Collector();
    mailbox.put("first");
    mailbox.drain();
    assertThat(mailbox.put("second")).isFalse();
    assertThat(mailbox.release()).isFalse();
    assertThat(mailbox.drain()).isEqualTo(1);
    assertThat(mailbox.release()).isTrue();
    assertThat(mailbox.put("third")).isTrue();
  }

  @Test
  void inputsOfManyThreadsArriveOnceAndInEachSendersOrderAtOneWorkerAtATime() {
    var mailbox = new Collector();
    try (var worker = Executors.newFixedThreadPool(2);
        var senders = Executors.newFixedThreadPool(SENDERS)) {
      var sending =
          IntStream.range(0, SENDERS)
              .mapToObj(sender ->
                  CompletableFuture.runAsync(() -> send(mailbox, sender, worker), senders))
              .toArray(CompletableFuture[]::new);
      CompletableFuture.allOf(sending).join();
    }
    assertThat(mailbox.workers).hasValue(0);
    assertThat(mailbox.collisions).hasValue(0);
    for (int sender = 0; sender < SENDERS; sender++) {
      int wanted = sender;
      assertThat(
              mailbox.accepted.stream()
                  .map(Input.class::cast)
                  .filter(input -> input.sender() == wanted)
                  .map(Input::number))
          .containsExactlyElementsOf(IntStream.range(0, EACH).boxed().toList());
    }
  }

  @Test
  void whatIsHandledIsNotKeptByTheRestOfItsBatch() {
    var handled = new ArrayList<WeakReference<Object>>();
    var mailbox =
        new Mailbox() {
          @Override
          protected void accept(Object input) {
            if (input.equals("last")) {
              await(handled.get(1));
            }
            handled.add(new WeakReference<>(input));
          }
        };
    mailbox.put(new byte[1]);
    mailbox.put(new byte[1]);
    mailbox.put(new byte[1]);
    mailbox.put("last");
    assertThat(mailbox.drain()).isEqualTo(4);
  }

  private static void await(WeakReference<Object> collected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (collected.get() != null) {
      assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
      System.gc();
    }
  }

  private static void send(Collector mailbox, int sender, ExecutorService worker) {
    for (int number = 0; number < EACH; number++) {
      if (mailbox.put(new Input(sender, number))) {
        worker.execute(mailbox::work);
      }
    }
  }

  private static final class Collector extends Mailbox {
    private final List<Object> accepted = new ArrayList<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger collisions = new AtomicInteger();

    @Override
    protected void accept(Object input) {
      accepted.add(input);
    }

    void work() {
      if (workers.incrementAndGet() > 1) {
        collisions.incrementAndGet();
      }
      do {
        drain();
        workers.decrementAndGet();
      } while (!release() && workers.incrementAndGet() > 0);
    }
  }
}
