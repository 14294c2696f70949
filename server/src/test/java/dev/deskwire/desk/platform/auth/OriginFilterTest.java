package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(OriginFilterTest.BehindAProxy.class)
class OriginFilterTest {
  private static final DeskClient NOBODY = DeskClient.anonymous();
  private static final String PORTAL = "https://portal.example";

  @Inject People people;
  @Inject Jdbi jdbi;

  /// A desk that another page may use, behind a proxy.
  public static class BehindAProxy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("ALLOWED_ORIGINS", PORTAL, "TRUSTED_PROXIES", "127.0.0.1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "https://evil.example", "http://localhost:1"})
  void foreignPageCannotUseTheCookieToChangeAnything(String origin) {
    var browser = people.agent().login().with("Origin", origin);
    var answer = browser.post("/api/auth/logout");

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Content-Type").orElseThrow()).isEqualTo("application/problem+json");
    assertThat(answer.text("code")).isEqualTo("forbidden");
    assertThat(browser.get("/api/auth/me").status()).isEqualTo(200);
    assertThat(browser.get("/api/auth/me").header("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void requestThatTheBrowserCallsCrossSiteCannotUseTheCookie() {
    var browser = people.agent().login().with("Sec-Fetch-Site", "cross-site");
    assertThat(browser.post("/api/auth/ws-ticket").status()).isEqualTo(403);
  }

  @Test
  void ownPageAndAllowedPageMayUseTheCookie() {
    var browser = people.agent().login();
    for (var origin : new String[] {DeskClient.base(), PORTAL}) {
      assertThat(browser.with("Origin", origin).post("/api/auth/ws-ticket").status())
          .isEqualTo(200);
    }
    assertThat(browser.post("/api/auth/ws-ticket").status()).isEqualTo(200);
  }

  @Test
  void ownPageMayUseTheCookieThroughATrustedProxy() {
    var browser =
        people
            .agent()
            .login()
            .with("X-Forwarded-Proto", "https")
            .with("X-Forwarded-Host", "desk.example");
    assertThat(browser.with("Origin", "https://desk.example").post("/api/auth/ws-ticket").status())
        .isEqualTo(200);
    assertThat(browser.with("Origin", DeskClient.base()).post("/api/auth/ws-ticket").status())
        .isEqualTo(403);
  }

  @Test
  void programWithATokenMayCallFromAnywhere() {
    var person = people.agent();
    var token =
        NOBODY
            .post("/api/auth/token", Map.of("email", person.email(), "password", People.PASSWORD))
            .text("accessToken");
    var program = NOBODY.withToken(token).with("Origin", "https://evil.example");
    assertThat(program.post("/api/auth/ws-ticket").status()).isEqualTo(200);
  }

  @Test
  void preflightOfAnAllowedPageIsAnsweredWithCredentials() {
    var answer = preflight(PORTAL);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Access-Control-Allow-Origin")).contains(PORTAL);
    assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
    assertThat(answer.header("Access-Control-Allow-Methods").orElseThrow()).contains("PATCH");
    assertThat(answer.header("Access-Control-Allow-Headers").orElseThrow())
        .contains("Content-Type", "If-Match", "Idempotency-Key", "Authorization");
    assertThat(answer.header("Vary")).contains("Origin");
  }

  @Test
  void preflightOfAForeignPageIsRefused() {
    var answer = preflight("https://evil.example");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
  }

  private static DeskClient.Answer preflight(String origin) {
    return NOBODY
        .with("Origin", origin)
        .with("Access-Control-Request-Method", "PATCH")
        .with("Access-Control-Request-Headers", "content-type,if-match")
        .send("OPTIONS", "/api/tickets/x", null);
  }

  @Test
  void allowedPageMayReadAnswersAndErrors() {
    var page = NOBODY.with("Origin", PORTAL);
    for (var path : new String[] {"/api/auth/me", "/api/nothing"}) {
      var answer = page.get(path);
      assertThat(answer.header("Access-Control-Allow-Origin")).contains(PORTAL);
      assertThat(answer.header("Access-Control-Allow-Credentials")).contains("true");
    }
  }

  @Test
  void cookieIsSecureWhenTheBrowserCameByHttps() {
    var person = people.agent();
    var answer =
        NOBODY
            .with("X-Forwarded-Proto", "https")
            .post("/api/auth/login", Map.of("email", person.email(), "password", People.PASSWORD));
    assertThat(answer.header("Set-Cookie").orElseThrow()).containsIgnoringCase("Secure");
  }

  @Test
  void sessionNotesTheAddressBehindTheTrustedProxy() {
    var person = people.agent();
    NOBODY
        .with("X-Forwarded-For", "198.51.100.9, 203.0.113.5")
        .post("/api/auth/login", Map.of("email", person.email(), "password", People.PASSWORD));
    var addresses =
        jdbi.withHandle(handle ->
            handle
                .select("SELECT address FROM session WHERE user_id = ?", person.id())
                .mapTo(String.class)
                .list());
    assertThat(addresses).containsExactly("203.0.113.5");
  }
}
