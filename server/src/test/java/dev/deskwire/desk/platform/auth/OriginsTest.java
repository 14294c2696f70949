package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  private final Origins origins =
      new Origins("https://desk.example/help", List.of("https://portal.example:8443"));

  @ParameterizedTest
  @CsvSource({
    "http, localhost:8080, http://localhost:8080",
    "http, localhost, http://localhost:80",
    "https, Desk.Local, https://desk.local:443",
    "http, 10.0.0.7:8080, https://desk.example",
    "http, 10.0.0.7:8080, https://DESK.example:443",
    "http, 10.0.0.7:8080, https://portal.example:8443",
    "http, [::1]:8080, http://[::1]:8080",
  })
  void pageOfTheDeskOrOfAnAllowedOriginPasses(String scheme, String host, String origin) {
    assertThat(origins.allowed(scheme, host, origin, null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "http, localhost:8080, http://localhost:8081",
    "http, localhost:8080, https://localhost:8080",
    "http, localhost:8080, http://localhost.evil.example:8080",
    "http, localhost:8080, https://desk.example.evil.example",
    "http, localhost:8080, https://portal.example",
    "http, localhost:8080, http://desk.example",
    "http, localhost:8080, 'null'",
    "http, localhost:8080, ''",
    "http, localhost:8080, file://",
    "http, '', http://",
  })
  void pageOfAnyOtherOriginIsStopped(String scheme, String host, String origin) {
    assertThat(origins.allowed(scheme, host, origin, "same-origin")).isFalse();
  }

  @Test
  void requestWithoutAnOriginPassesUnlessTheBrowserSaysItIsCrossSite() {
    assertThat(origins.allowed("http", "localhost", null, null)).isTrue();
    assertThat(origins.allowed("http", "localhost", null, "same-origin")).isTrue();
    assertThat(origins.allowed("http", "localhost", null, "same-site")).isTrue();
    assertThat(origins.allowed("http", "localhost", null, "none")).isTrue();
    assertThat(origins.allowed("http", "localhost", null, "cross-site")).isFalse();
  }

  @Test
  void answersAreSharedWithAllowedOriginsAlone() {
    assertThat(origins.shared("https://portal.example:8443")).isTrue();
    assertThat(origins.shared("https://desk.example")).isFalse();
    assertThat(origins.shared("null")).isFalse();
    assertThat(origins.shared(null)).isFalse();
  }
}
