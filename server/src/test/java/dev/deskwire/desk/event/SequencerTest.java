package dev.deskwire.desk.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import dev.deskwire.desk.testing.Eventually;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SequencerTest {
  private static final long PATIENCE_SECONDS = 20;

  @Inject EventLog log;
  @Inject Jdbi jdbi;

  @Test
  void appendIsRefusedOutsideATransaction() {
    assertThatThrownBy(() -> log.append(null, new SessionEnded("nobody", null, null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("transaction");
  }

  @Test
  void rolledBackEventNeverReachesTheLog() {
    long before = log.head();
    QuarkusTransaction.begin();
    log.append(null, new SessionEnded("rolled back", null, null));
    QuarkusTransaction.rollback();
    commit("committed");

    assertThat(peopleAfter(before, "committed"))
        .contains("committed")
        .doesNotContain("rolled back");
  }

  @Test
  void readerMissesNoCommitWhenTheTransactionThatBeganFirstCommitsLast() throws Exception {
    long before = log.head();
    var appended = new CountDownLatch(1);
    var mayCommit = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          threads.submit(() ->
              QuarkusTransaction.requiringNew()
                  .run(() -> {
                    log.append(null, new SessionEnded("began first", null, null));
                    appended.countDown();
                    await(mayCommit);
                  }));
      await(appended);
      commit("committed first");
      // a reader is past the quick one before the slow one commits
      var first = rowsAfter(before, "committed first");
      long cursor = first.getLast().seq();
      assertThat(people(first)).doesNotContain("began first");

      mayCommit.countDown();
      slow.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

      assertThat(peopleAfter(cursor, "began first")).contains("began first");
    }
  }

  @Test
  void readersThatFollowSixteenWritersSeeEachCommitOnceAndWithoutGaps() throws Exception {
    int writers = 16;
    int each = 40;
    long before = log.head();
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<List<LoggedEvent>>>();
      for (int i = 0; i < 4; i++) {
        readers.add(threads.submit(() -> follow(before, done)));
      }
      var writing = new ArrayList<Future<?>>();
      for (int w = 0; w < writers; w++) {
        var name = "writer " + w + " ";
        writing.add(threads.submit(() -> write(name, each)));
      }
      for (var writer : writing) {
        writer.get(60, TimeUnit.SECONDS);
      }
      Eventually.that(() -> unsequenced() == 0);
      done.set(true);

      var expected = new ArrayList<String>();
      for (int w = 0; w < writers; w++) {
        for (int i = 0; i < each; i++) {
          expected.add("writer " + w + " " + i);
        }
      }
      for (var reader : readers) {
        var seen = reader.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(people(seen))
            .filteredOn(name -> name.startsWith("writer "))
            .containsExactlyInAnyOrderElementsOf(expected);
        long seq = before;
        for (var row : seen) {
          assertThat(row.seq()).isEqualTo(++seq);
        }
      }
    }
  }

  /// Tails the log as a relay does.
  private List<LoggedEvent> follow(long after, AtomicBoolean done) {
    var seen = new ArrayList<LoggedEvent>();
    long cursor = after;
    boolean last;
    do {
      last = done.get();
      for (var row : log.read(cursor, 100)) {
        seen.add(row);
        cursor = row.seq();
      }
    } while (!last || cursor < log.head());
    return seen;
  }

  private void write(String name, int count) {
    for (int i = 0; i < count; i++) {
      commit(name + i);
    }
  }

  private void commit(String person) {
    QuarkusTransaction.requiringNew()
        .run(() -> log.append(null, new SessionEnded(person, null, null)));
  }

  private long unsequenced() {
    return jdbi.withHandle(handle ->
        handle.select("SELECT count(*) FROM event WHERE seq IS NULL").mapTo(Long.class).one());
  }

  private List<String> peopleAfter(long position, String until) {
    return people(rowsAfter(position, until));
  }

  private List<LoggedEvent> rowsAfter(long position, String until) {
    Eventually.that(() -> people(log.read(position, 1_000)).contains(until));
    return log.read(position, 1_000);
  }

  private static List<String> people(List<LoggedEvent> rows) {
    return rows.stream()
        .filter(row -> row.event() instanceof SessionEnded)
        .map(row -> ((SessionEnded) row.event()).userId())
        .toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
