package dev.deskwire.desk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Pace pace = new Pace();

  @Test
  void firstChangeIsToldAtOnceAndTheNextASecondLater() {
    assertThat(pace.changed("q", 0)).contains(Duration.ZERO);
    pace.due("q");
    pace.told("q", 0);

    assertThat(pace.changed("q", SECOND / 4)).contains(Duration.ofMillis(750));
    assertThat(pace.changed("q", SECOND / 2)).isEmpty();
    assertThat(pace.changed("another", SECOND / 2)).contains(Duration.ZERO);
    pace.due("q");
    pace.told("q", SECOND);

    assertThat(pace.changed("q", 5 * SECOND)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyChangeIsFollowedByATellingAndNoTwoAreWithinASecond(long seed) {
    var random = new Random(seed);
    var told = new ArrayList<Long>();
    long now = 0;
    long due = -1;
    long lastChange = 0;
    for (int i = 0; i < 500; i++) {
      now += random.nextLong(SECOND / 3);
      if (due >= 0 && due <= now) {
        pace.due("q");
        pace.told("q", due);
        told.add(due);
        due = -1;
      }
      var wait = pace.changed("q", now);
      if (wait.isPresent()) {
        assertThat(due).isNegative();
        due = now + wait.get().toNanos();
      }
      lastChange = now;
    }
    told.add(due);
    assertThat(due).isGreaterThanOrEqualTo(lastChange);
    for (int i = 1; i < told.size(); i++) {
      assertThat(told.get(i) - told.get(i - 1)).isGreaterThanOrEqualTo(SECOND);
    }
  }
}
