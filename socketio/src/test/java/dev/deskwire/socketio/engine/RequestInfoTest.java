package dev.deskwire.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestInfoTest {
  private final Map<String, String> headers =
      Map.of(
          "host",
          "desk.example",
          "cookie",
          "a=" + "b".repeat(20_000),
          "x-name",
          "J\u00fcrgen",
          "empty",
          "");

  private final RequestInfo request =
      new RequestInfo("GET", "/socket.io/?EIO=4&t=a+b&t=%C3%BC&x", headers, "192.0.2.1", true);

  @Test
  void whatWasSentIsReadBackWhole() {
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.url()).isEqualTo("/socket.io/?EIO=4&t=a+b&t=%C3%BC&x");
    assertThat(request.headers()).isEqualTo(headers);
    assertThat(request.address()).isEqualTo("192.0.2.1");
    assertThat(request.secure()).isTrue();
  }

  @Test
  void theQueryIsReadOnceOnTheWayAndNotKeptWithASession() {
    assertThat(request.query()).isSameAs(request.query());
    var kept = request.toKeep();
    assertThat(kept.query()).isNotSameAs(request.query()).isNotSameAs(kept.query());
  }

  @Test
  void aHeaderIsFoundByItsNameInLowerCase() {
    assertThat(request.header("cookie")).isEqualTo(headers.get("cookie"));
    assertThat(request.header("empty")).isEmpty();
    assertThat(request.header("absent")).isNull();
  }

  @Test
  void requestsOfOneKindShareTheirNamesHoweverManyOddOnesCameBefore() {
    for (int i = 0; i < 1_000; i++) {
      var unused = withHeader("x-odd-" + i);
    }
    var name = withHeader(new String("x-usual")).headers().keySet().iterator().next();
    assertThat(withHeader(new String("x-usual")).headers().keySet().iterator().next())
        .isSameAs(name);
  }

  private static RequestInfo withHeader(String name) {
    return new RequestInfo("GET", "/", Map.of(name, "1"), "", false);
  }

  @Test
  void theQueryIsThatOfTheUrlAndTheLastOfRepeatedParametersCounts() {
    assertThat(request.query()).isEqualTo(Map.of("EIO", "4", "t", "\u00fc", "x", ""));
    assertThat(request.toKeep().query()).isEqualTo(request.query());
    assertThat(new RequestInfo("GET", "/", Map.of(), "", false).query()).isEmpty();
  }
}
