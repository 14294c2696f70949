package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {
  private final RequestChecks checks = new RequestChecks(Set.of(TransportKind.POLLING));

  @ParameterizedTest
  @ValueSource(strings = {"https://desk.example", "a\tb", "", "\u00ff", "\u0080"})
  void anOriginThatMayStandInAHeaderIsLeftToThePolicy(String origin) {
    assertThat(check(origin)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "\u0000", "\u007f", "\u0100"})
  void anOriginThatMayNotStandInAHeaderIsRefused(String origin) {
    assertThat(check(origin))
        .hasValueSatisfying(refusal ->
            assertThat(refusal.context())
                .containsEntry("name", "INVALID_ORIGIN")
                .containsEntry("origin", origin));
  }

  private Optional<Refusal> check(String origin) {
    var headers = Map.of("origin", origin);
    var request =
        new RequestInfo("GET", "/socket.io/?EIO=4&transport=polling", headers, "127.0.0.1", false);
    return checks.check(request, null, false);
  }
}
