package dev.deskwire.desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SignInTest {
  private static final DeskClient NOBODY = DeskClient.anonymous();

  @Inject People people;
  @Inject TestClock clock;
  @Inject Jdbi jdbi;

  @BeforeEach
  @AfterEach
  void startOver() {
    clock.reset();
    jdbi.useHandle(handle -> handle.execute("DELETE FROM login_attempt"));
  }

  private static Answer login(String email, String password) {
    return NOBODY.post("/api/auth/login", Map.of("email", email, "password", password));
  }

  private static String token(String email) {
    return NOBODY
        .post("/api/auth/token", Map.of("email", email, "password", People.PASSWORD))
        .text("accessToken");
  }

  @Test
  void agentGetsTheirAccountAndACookieWhenTheySignIn() {
    var agent = people.agent();
    var answer = login(agent.email(), People.PASSWORD);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("user"))
        .isEqualTo(
            DeskClient.JSON.valueToTree(
                Map.of(
                    "id", agent.id(),
                    "email", agent.email(),
                    "name", agent.name(),
                    "roles", List.of("agent"),
                    "availability", "online",
                    "active", true,
                    "mustChangePassword", false)));
    assertThat(answer.header("Set-Cookie").orElseThrow())
        .startsWith("desk_session=")
        .containsIgnoringCase("HttpOnly")
        .containsIgnoringCase("SameSite=Lax")
        .containsIgnoringCase("Path=/")
        .doesNotContainIgnoringCase("Secure")
        .doesNotContainIgnoringCase("Domain");
  }

  @Test
  void sessionSecretStandsNowhereInTheDatabase() {
    var secret = login(people.agent().email(), People.PASSWORD).cookie("desk_session");
    var sessions =
        jdbi.withHandle(handle ->
            handle.select("SELECT session::text FROM session").mapTo(String.class).list());
    assertThat(sessions).isNotEmpty().noneMatch(row -> row.contains(secret));
  }

  @Test
  void emailServesInAnyCaseWhenSigningIn() {
    var email = people.agent().email().toUpperCase(java.util.Locale.ROOT);
    assertThat(login(email, People.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void strangerCannotTellAnUnknownEmailFromAWrongPassword() {
    var known = login(people.agent().email(), "wrong wrong wrong");
    var unknown = login("nobody@example.org", "wrong wrong wrong");

    assertThat(known.status()).isEqualTo(401);
    assertThat(known.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    assertThat(known.text("code")).isEqualTo("unauthenticated");
    assertThat(unknown.body()).isEqualTo(known.body());
    for (var odd : List.of("", "no address", "a\u0000b@example.org", "x".repeat(10_000) + "@x")) {
      assertThat(login(odd, "wrong wrong wrong").body()).isEqualTo(known.body());
    }
    assertThat(known.header("Set-Cookie")).isEmpty();
  }

  @Test
  void signInIsUnprocessableWhenThePasswordIsMissing() {
    var answer = NOBODY.post("/api/auth/login", Map.of("email", "a@example.org"));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo("password");
    assertThat(NOBODY.post("/api/auth/login", "").status()).isEqualTo(400);
    assertThat(NOBODY.post("/api/auth/login", "null").status()).isEqualTo(400);
    assertThat(NOBODY.post("/api/auth/login", "{").status()).isEqualTo(400);
  }

  @Test
  void deactivatedPersonIsUnknownWhenTheySignIn() {
    var agent = people.agent();
    assertThat(people.admin().login().delete("/api/users/" + agent.id()).status()).isEqualTo(204);
    assertThat(login(agent.email(), People.PASSWORD).status()).isEqualTo(401);
  }

  @Test
  void eleventhTryIsRefusedAfterTenFailuresWhetherThePersonExistsOrNot() {
    var agent = people.agent();
    for (var email : List.of(agent.email(), "ghost@example.org")) {
      for (int tries = 0; tries < 10; tries++) {
        assertThat(login(email, "wrong wrong wrong").status()).isEqualTo(401);
      }
      var refused = login(email, People.PASSWORD);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.text("code")).isEqualTo("rate_limited");
      assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(800, 901);
    }
    clock.advance(Duration.ofMinutes(16));
    assertThat(login(agent.email(), People.PASSWORD).status()).isEqualTo(200);
  }

  @Test
  void tenGuessesPassWhenTwentyComeAtOnce() {
    var statuses =
        IntStream.range(0, 20)
            .parallel()
            .map(_ -> login("burst@example.org", "wrong wrong wrong").status())
            .boxed()
            .toList();
    assertThat(statuses).filteredOn(status -> status == 401).hasSize(10);
    assertThat(statuses).filteredOn(status -> status == 429).hasSize(10);
  }

  @Test
  void failuresAreForgottenOnceThePasswordIsRight() {
    var agent = people.agent();
    for (int round = 0; round < 2; round++) {
      for (int tries = 0; tries < 9; tries++) {
        assertThat(login(agent.email(), "wrong wrong wrong").status()).isEqualTo(401);
      }
      assertThat(login(agent.email(), People.PASSWORD).status()).isEqualTo(200);
    }
  }

  @Test
  void hundredAndFirstTryOfAnAddressIsRefusedWhateverTheEmail() {
    jdbi.useHandle(handle -> {
      for (int tries = 0; tries < 100; tries++) {
        handle.execute(
            "INSERT INTO login_attempt (id, email_hash, address, at) VALUES (?, ?, ?, ?)",
            Ids.next(),
            new byte[] {(byte) tries},
            "127.0.0.1",
            clock.instant());
      }
    });
    assertThat(login(people.agent().email(), People.PASSWORD).status()).isEqualTo(429);
  }

  @Test
  void programIsKnownByItsTokenUntilItExpires() {
    var agent = people.agent();
    var answer =
        NOBODY.post("/api/auth/token", Map.of("email", agent.email(), "password", People.PASSWORD));
    assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(900);
    var program = NOBODY.withToken(answer.text("accessToken"));
    assertThat(program.get("/api/auth/me").text("user", "id")).isEqualTo(agent.id());

    clock.advance(Duration.ofMinutes(16));
    assertThat(program.get("/api/auth/me").status()).isEqualTo(401);
  }

  @Test
  void tokenIsRefusedWhenItIsUnsignedOrSignedByAnotherKey() throws ParseException, JOSEException {
    var agent = people.agent();
    var claims = SignedJWT.parse(token(agent.email())).getJWTClaimsSet();
    var forged = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    forged.sign(new MACSigner("x".repeat(32).getBytes(StandardCharsets.UTF_8)));

    for (var token :
        List.of(new PlainJWT(claims).serialize(), forged.serialize(), "garbage", "a.b.c", "")) {
      assertThat(NOBODY.withToken(token).get("/api/auth/me").status()).isEqualTo(401);
    }
  }

  @Test
  void tokenDecidesWhenThereIsACookieToo() {
    var both = people.agent().login().withToken("garbage");
    assertThat(both.get("/api/auth/me").status()).isEqualTo(401);
  }

  @Test
  void expiredTokenMadeElsewhereIsRefused() throws JOSEException {
    var claims =
        new JWTClaimsSet.Builder()
            .subject(people.agent().id())
            .expirationTime(Date.from(Instant.EPOCH))
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    token.sign(new MACSigner("y".repeat(32).getBytes(StandardCharsets.UTF_8)));
    assertThat(NOBODY.withToken(token.serialize()).get("/api/auth/me").status()).isEqualTo(401);
  }

  @Test
  void sessionSlidesWithUseAndExpiresWithoutIt() {
    var browser = people.agent().login();
    var first = Instant.parse(browser.get("/api/auth/me").text("expiresAt"));

    clock.advance(Duration.ofSeconds(30));
    assertThat(Instant.parse(browser.get("/api/auth/me").text("expiresAt"))).isEqualTo(first);

    clock.advance(Duration.ofDays(13));
    assertThat(Instant.parse(browser.get("/api/auth/me").text("expiresAt"))).isAfter(first);

    clock.advance(Duration.ofDays(13));
    assertThat(browser.get("/api/auth/me").status()).isEqualTo(200);

    clock.advance(Duration.ofDays(15));
    assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);
  }

  @Test
  void browserIsUnknownAfterItSignedOut() {
    var browser = people.agent().login();
    var answer = browser.post("/api/auth/logout");
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.cookie("desk_session")).isEmpty();
    assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);
    assertThat(browser.post("/api/auth/logout").status()).isEqualTo(204);
  }

  @Test
  void agentEndsAnotherOfTheirSessionsAndNobodyElses() {
    var agent = people.agent();
    var here = agent.login();
    var there = agent.login();
    var sessions = here.get("/api/auth/sessions");
    assertThat(sessions.body().path("items")).hasSize(2);
    var other =
        sessions
            .body()
            .path("items")
            .valueStream()
            .filter(session -> !session.path("current").asBoolean())
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();

    assertThat(people.agent().login().delete("/api/auth/sessions/" + other).status())
        .isEqualTo(404);
    assertThat(here.delete("/api/auth/sessions/" + other).status()).isEqualTo(204);
    assertThat(there.get("/api/auth/me").status()).isEqualTo(401);
    assertThat(here.get("/api/auth/me").status()).isEqualTo(200);
    assertThat(lastEvent("rights.session_ended"))
        .contains("\"sessionId\": \"" + other + "\"")
        .contains(agent.id());
  }

  @Test
  void changingThePasswordEndsTheOtherSessionsAndAllTokens() {
    var agent = people.agent();
    var here = agent.login();
    var there = agent.login();
    var program = NOBODY.withToken(token(agent.email()));

    var change = Map.of("current", People.PASSWORD, "new", "another fine password");
    assertThat(here.post("/api/auth/password", change).status()).isEqualTo(204);

    assertThat(here.get("/api/auth/me").status()).isEqualTo(200);
    assertThat(there.get("/api/auth/me").status()).isEqualTo(401);
    assertThat(program.get("/api/auth/me").status()).isEqualTo(401);
    assertThat(login(agent.email(), People.PASSWORD).status()).isEqualTo(401);
    assertThat(login(agent.email(), "another fine password").status()).isEqualTo(200);
    assertThat(lastEvent("rights.session_ended")).contains("\"sessionId\": null");
  }

  @Test
  void passwordStaysWhenTheCurrentOneIsWrongOrTheNewOneUnfit() {
    var browser = people.agent().login();
    var wrong = Map.of("current", "wrong wrong wrong", "new", "another fine password");
    var answer = browser.post("/api/auth/password", wrong);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo("current");

    for (var unfit : List.of("short", "x".repeat(129), People.PASSWORD)) {
      answer = browser.post("/api/auth/password", Map.of("current", People.PASSWORD, "new", unfit));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo("new");
    }
  }

  private String lastEvent(String kind) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "SELECT body::text FROM event WHERE kind = ? ORDER BY append_id DESC LIMIT 1", kind)
            .mapTo(String.class)
            .one());
  }
}
