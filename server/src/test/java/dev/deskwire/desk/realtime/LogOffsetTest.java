package dev.deskwire.desk.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogOffsetTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "4711", "4711.1", "4711/1", "4711.2/16"})
  void whatWasSentIsUnderstoodWhenItComesBack(String wire) {
    assertThat(LogOffset.parse(wire).map(LogOffset::wire)).contains(wire);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "1.", "1/", "1.2.3", "9999999999999999999", "1 OR 1=1"})
  void whatThisDeskNeverSentIsNoOffset(String wire) {
    assertThat(LogOffset.parse(wire)).isEmpty();
  }

  @Test
  void theLastOfARowsNamesCoversTheWholeRow() {
    var last = LogOffset.at(7, 1, 2);
    assertThat(last.wire()).isEqualTo("7");
    assertThat(last.covers(7, 1)).isTrue();
    assertThat(last.covers(8, 0)).isFalse();
    assertThat(last.from()).isEqualTo(7);
  }

  @Test
  void whoSawTheFirstOfTwoNamesStillMissesTheSecond() {
    var first = LogOffset.at(7, 0, 2);
    assertThat(first.covers(7, 0)).isTrue();
    assertThat(first.covers(7, 1)).isFalse();
    assertThat(first.from()).as("the row is read again").isEqualTo(6);
  }

  @Test
  void anOffsetOfAReplayNamesTheReplay() {
    var offset = LogOffset.at(7, 0, 1).inReplay(9);
    assertThat(offset.isLinear()).isFalse();
    assertThat(LogOffset.parse(offset.wire())).contains(offset);
  }
}
