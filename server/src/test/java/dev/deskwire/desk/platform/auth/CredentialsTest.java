package dev.deskwire.desk.platform.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Unauthenticated;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.People.Person;
import dev.deskwire.desk.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CredentialsTest {
  private static final DeskClient NOBODY = DeskClient.anonymous();

  @Inject Credentials credentials;
  @Inject People people;
  @Inject TestClock clock;
  @Inject Jdbi jdbi;

  @AfterEach
  void startOver() {
    clock.reset();
  }

  private static String cookie(Person person) {
    return NOBODY
        .post("/api/auth/login", Map.of("email", person.email(), "password", People.PASSWORD))
        .cookie("desk_session");
  }

  private static String token(Person person) {
    return NOBODY
        .post("/api/auth/token", Map.of("email", person.email(), "password", People.PASSWORD))
        .text("accessToken");
  }

  private void deactivate(Person person) {
    assertThat(people.admin().login().delete("/api/users/" + person.id()).status()).isEqualTo(204);
  }

  private static void assertForbidden(Outcome<Authenticated> outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Forbidden.class));
  }

  private static void assertUnauthenticated(Outcome<Authenticated> outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal()).isInstanceOf(Unauthenticated.class));
  }

  @Test
  void browserIsKnownByItsCookieUntilTheSessionEnds() {
    var agent = people.agent();
    var cookie = cookie(agent);
    var known = credentials.byCookie(cookie).orRefuse();
    assertThat(known.caller().id()).isEqualTo(agent.id());
    assertThat(known.caller().roles()).containsExactly(Role.AGENT);
    assertThat(known.sliding()).isTrue();
    var session = Objects.requireNonNull(known.sessionId());
    assertThat(credentials.sessionEnd(session)).contains(known.expiresAt());

    NOBODY.with("Cookie", "desk_session=" + cookie).post("/api/auth/logout");
    assertUnauthenticated(credentials.byCookie(cookie));
    assertThat(credentials.sessionEnd(session)).isEmpty();
  }

  @Test
  void whatWasShownIsGoodNoLongerOnceThePasswordHasChanged() {
    var agent = people.agent();
    var byToken = credentials.byToken(token(agent)).orRefuse();
    var byCookie = credentials.byCookie(cookie(agent)).orRefuse();
    assertThat(credentials.stillGood(byToken)).isTrue();
    assertThat(credentials.stillGood(byCookie)).isTrue();

    var change = Map.of("current", People.PASSWORD, "new", "another-good-password");
    assertThat(agent.login().post("/api/auth/password", change).status()).isEqualTo(204);

    assertThat(credentials.stillGood(byToken)).isFalse();
    assertThat(credentials.stillGood(byCookie)).isFalse();
    assertUnauthenticated(credentials.byTicket(credentials.ticket(byToken)));
  }

  @Test
  void programIsKnownByItsTokenUntilItExpires() {
    var token = token(people.agent());
    var known = credentials.byToken(token).orRefuse();
    assertThat(known.sliding()).isFalse();
    assertThat(known.sessionId()).isNull();
    assertThat(known.expiresAt()).isBefore(clock.instant().plus(Duration.ofMinutes(16)));

    clock.advance(Duration.ofMinutes(16));
    assertUnauthenticated(credentials.byToken(token));
  }

  @Test
  void deactivatedPersonIsForbiddenWhateverTheyShow() {
    var agent = people.agent();
    var cookie = cookie(agent);
    var token = token(agent);
    var ticket = credentials.ticket(credentials.byCookie(cookie).orRefuse());
    deactivate(agent);

    assertForbidden(credentials.byCookie(cookie));
    assertForbidden(credentials.byToken(token));
    assertForbidden(credentials.byTicket(ticket));
    for (var client :
        new DeskClient[] {
          NOBODY.with("Cookie", "desk_session=" + cookie), NOBODY.withToken(token)
        }) {
      assertThat(client.get("/api/auth/me").status()).isEqualTo(401);
    }
  }

  @Test
  void personWhoIsActivatedAgainMustSignInAgain() {
    var agent = people.agent();
    var cookie = cookie(agent);
    var token = token(agent);
    deactivate(agent);
    people.admin().login().patch("/api/users/" + agent.id(), Map.of("active", true));

    assertUnauthenticated(credentials.byCookie(cookie));
    assertUnauthenticated(credentials.byToken(token));
    assertThat(credentials.byCookie(cookie(agent)).orRefuse().caller().active()).isTrue();
  }

  @Test
  void garbageProvesNobody() {
    assertUnauthenticated(credentials.byCookie("garbage"));
    assertUnauthenticated(credentials.byCookie(""));
    assertUnauthenticated(credentials.byToken("garbage"));
    assertUnauthenticated(credentials.byTicket("garbage"));
  }

  @Test
  void ticketLendsTheCredentialsItWasAskedForWithOnce() {
    var agent = people.agent();
    var cookie = cookie(agent);
    var browser = NOBODY.with("Cookie", "desk_session=" + cookie);
    var answer = browser.post("/api/auth/ws-ticket");
    assertThat(answer.body().path("expiresIn").asInt()).isEqualTo(30);

    var known = credentials.byTicket(answer.text("ticket")).orRefuse();
    assertThat(known.sessionId()).isEqualTo(credentials.byCookie(cookie).orRefuse().sessionId());
    assertUnauthenticated(credentials.byTicket(answer.text("ticket")));
  }

  @Test
  void ticketOfAProgramEndsWithItsToken() {
    var known = credentials.byToken(token(people.agent())).orRefuse();
    var lent = credentials.byTicket(credentials.ticket(known)).orRefuse();
    assertThat(lent.expiresAt()).isEqualTo(known.expiresAt());
    assertThat(lent.sessionId()).isNull();
  }

  @Test
  void ticketServesNobodyAfterThirtySecondsOrAfterItsSessionEnded() {
    var cookie = cookie(people.agent());
    var late = credentials.ticket(credentials.byCookie(cookie).orRefuse());
    clock.advance(Duration.ofSeconds(31));
    assertUnauthenticated(credentials.byTicket(late));

    var orphan = credentials.ticket(credentials.byCookie(cookie).orRefuse());
    NOBODY.with("Cookie", "desk_session=" + cookie).post("/api/auth/logout");
    assertUnauthenticated(credentials.byTicket(orphan));
  }

  @Test
  void personWhoMustChangeTheirPasswordGetsNoSocket() {
    var agent = people.agent();
    var cookie = cookie(agent);
    jdbi.useHandle(handle ->
        handle.execute("UPDATE app_user SET must_change_password = true WHERE id = ?", agent.id()));
    assertForbidden(credentials.byCookie(cookie));
  }
}
