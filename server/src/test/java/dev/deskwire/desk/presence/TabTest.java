package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.presence.Viewer.Status;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TabTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final Tab tab = Tab.fresh("a", "Ann", START, START).viewed(START);

  private static Instant after(Duration passed) {
    return START.plus(passed);
  }

  @Test
  void aViewerIsIdleAfterFiveMinutesWithoutActivityAndLiveAgainWithIt() {
    assertThat(tab.status(after(Duration.ofMinutes(5).minusMillis(1)))).isEqualTo(Status.VIEWING);
    assertThat(tab.status(after(Duration.ofMinutes(5)))).isEqualTo(Status.IDLE);
    var active = tab.viewed(after(Duration.ofMinutes(6)));
    assertThat(active.status(after(Duration.ofMinutes(7)))).isEqualTo(Status.VIEWING);
    assertThat(active.since()).isEqualTo(START);
  }

  @Test
  void aViewerIsRemovedAfterThirtyMinutesWithoutActivity() {
    assertThat(tab.isPresent(after(Duration.ofMinutes(30).minusMillis(1)))).isTrue();
    assertThat(tab.isPresent(after(Duration.ofMinutes(30)))).isFalse();
  }

  @Test
  void typingEndsByItselfAfterTenSecondsUnlessItGoesOn() {
    var typing = tab.typing(START);
    assertThat(typing.status(after(Duration.ofMillis(9_999)))).isEqualTo(Status.TYPING);
    assertThat(typing.status(after(Duration.ofSeconds(10)))).isEqualTo(Status.VIEWING);
    var goesOn = typing.typing(after(Duration.ofSeconds(8)));
    assertThat(goesOn.status(after(Duration.ofSeconds(17)))).isEqualTo(Status.TYPING);
    assertThat(
            goesOn
                .stoppedTyping(after(Duration.ofSeconds(17)))
                .status(after(Duration.ofSeconds(17))))
        .isEqualTo(Status.VIEWING);
  }

  @Test
  void whoTypesWithoutHavingOpenedTheTicketIsAViewerForAsLongAsTheyType() {
    var typing = Tab.fresh("a", "Ann", START, START).typing(START);
    assertThat(typing.isPresent(after(Duration.ofSeconds(9)))).isTrue();
    assertThat(typing.isPresent(after(Duration.ofSeconds(10)))).isFalse();
    var stopped = after(Duration.ofSeconds(3));
    assertThat(typing.stoppedTyping(stopped).isPresent(stopped)).isFalse();
  }

  @Test
  void aLostConnectionLeavesAfterFiveSecondsUnlessItComesBack() {
    var lost = tab.gone(after(Duration.ofSeconds(60)));
    assertThat(lost.isPresent(after(Duration.ofSeconds(64)))).isTrue();
    assertThat(lost.isPresent(after(Duration.ofSeconds(65)))).isFalse();
    assertThat(lost.gone(after(Duration.ofSeconds(63)))).as("lost once").isEqualTo(lost);
    assertThat(lost.back().isPresent(after(Duration.ofSeconds(65)))).isTrue();
  }
}
