package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class IdGeneratorTest {
  @ParameterizedTest
  @ValueSource(strings = {"a", "azAZ09", "-._~"})
  void anIdOfUnreservedCharactersIsUsable(String id) {
    assertThat(IdGenerator.isUsable(id)).isTrue();
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(strings = {"a b", "a/b", "a:b", "a@b", "a[b", "a`b", "a{b", "ä", "a;b", "a\"b"})
  void anyOtherIdIsNot(String id) {
    assertThat(IdGenerator.isUsable(id)).isFalse();
  }
}
