package dev.deskwire.socketio.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What an operator may set, and what of it is wrong before anything is connected.
class OptionsTest {
  @ParameterizedTest
  @CsvSource({
    "/, socket.io-2",
    "/chat, socket.io-1",
    "/programs, socket.io-0",
    "/ä, socket.io-2",
    "/project-0, socket.io--2"
  })
  void aNamespaceIsOnTheStreamOnWhichTheReferenceHasIt(String namespace, String stream) {
    var three = RedisStreamsOptions.DEFAULT.withStreamCount(3);
    assertThat(three.streamOf(namespace)).isEqualTo(stream);
    assertThat(RedisStreamsOptions.DEFAULT.streamOf(namespace)).isEqualTo("socket.io");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cache.example", "http://cache.example"})
  void anAddressThatIsNoneIsRefusedAtOnce(String address) {
    assertThatThrownBy(() -> RedisStreams.at(address)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RedisPubSub.at(address)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsAndTimesThatMeanNothingAreRefused() {
    var options = RedisStreamsOptions.DEFAULT;
    assertThatThrownBy(() -> options.withStreamCount(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withMaxLen(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withReadCount(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options.withBlockTime(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void placesInAStreamAreComparedByTimeThenByNumber() {
    assertThat(StreamId.of("2-0")).isGreaterThan(StreamId.of("1-99"));
    assertThat(StreamId.of("2-10")).isGreaterThan(StreamId.of("2-9"));
    assertThat(StreamId.parse("$")).isEmpty();
    assertThat(StreamId.parse("1-1-1")).isEmpty();
    assertThat(StreamId.parse("9999999999999999999-0")).isEmpty();
  }
}
