package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThrottleTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  static IntStream seeds() {
    return IntStream.range(0, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void newsGoesOutAtOnceAndThenAtMostOnceASecondAndNoneIsForgotten(int seed) {
    var random = new Random(seed);
    var throttle = Throttle.OPEN;
    var sent = new ArrayList<Instant>();
    boolean untold = false;
    for (long milli = 0; milli < 20_000; milli += 10) {
      var now = START.plusMillis(milli);
      boolean news = random.nextInt(40) == 0;
      boolean first = news && sent.isEmpty();
      untold |= news;
      throttle = throttle.with(news);
      boolean due = throttle.isDue(now);
      if (due) {
        assertThat(untold).as("there is something to tell").isTrue();
        if (!sent.isEmpty()) {
          assertThat(Duration.between(sent.getLast(), now))
              .isGreaterThanOrEqualTo(Throttle.SPACING);
        }
        sent.add(now);
        throttle = throttle.sent(now);
        untold = false;
      }
      assertThat(due || !first).as("the first goes out at once").isTrue();
      assertThat(untold && !now.isBefore(throttle.opensAt())).as("nothing waits longer").isFalse();
    }
    assertThat(sent).isNotEmpty();
  }
}
