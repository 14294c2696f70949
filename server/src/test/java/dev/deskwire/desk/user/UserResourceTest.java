package dev.deskwire.desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.TestClock;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class UserResourceTest {
  private static final DeskClient NOBODY = DeskClient.anonymous();

  @Inject People people;
  @Inject TestClock clock;
  @Inject Jdbi jdbi;

  @AfterEach
  void startOver() {
    clock.reset();
  }

  private static Map<String, Object> body(String email) {
    return Map.of(
        "email", email, "name", "Ann", "password", People.PASSWORD, "roles", List.of("agent"));
  }

  private static String fresh() {
    return Ids.next().toLowerCase(Locale.ROOT) + "@example.org";
  }

  private static String field(Answer answer) {
    return answer.body().path("errors").path(0).path("field").asText();
  }

  @Test
  void adminAddsAPersonWhoThenSignsIn() {
    var email = fresh();
    var answer = people.admin().login().post("/api/users", body(email));

    assertThat(answer.status()).isEqualTo(201);
    var id = answer.text("id");
    assertThat(answer.header("Location").orElseThrow()).endsWith("/api/users/" + id);
    assertThat(answer.body())
        .isEqualTo(
            DeskClient.JSON.valueToTree(
                Map.of(
                    "id",
                    id,
                    "email",
                    email,
                    "name",
                    "Ann",
                    "roles",
                    List.of("agent"),
                    "availability",
                    "online",
                    "active",
                    true)));
    assertThat(DeskClient.login(email, People.PASSWORD).get("/api/auth/me").text("user", "id"))
        .isEqualTo(id);
    assertThat(lastPersonEvent()).contains(id).contains("\"agent\"");
  }

  @Test
  void addingTwiceUnderOneKeyAddsOnce() {
    var admin = people.admin().login().with("Idempotency-Key", Ids.next());
    var body = body(fresh());
    var first = admin.post("/api/users", body);
    var second = admin.post("/api/users", body);
    assertThat(second.status()).isEqualTo(201);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(admin.post("/api/users", body(fresh())).status()).isEqualTo(422);
  }

  @Test
  void nobodyIsAddedWhenAValueCannotBeUsed() {
    var admin = people.admin().login();
    var wrong =
        Map.<String, Object>of(
            "email", "no address",
            "name", "a\u0000b",
            "password", "short",
            "roles", List.of("agent", "emperor"));
    for (var entry : wrong.entrySet()) {
      var body = new java.util.HashMap<>(body(fresh()));
      body.put(entry.getKey(), entry.getValue());
      var answer = admin.post("/api/users", body);
      assertThat(answer.status()).as(entry.getKey()).isEqualTo(422);
      assertThat(field(answer)).isEqualTo(entry.getKey());
    }
    assertThat(admin.post("/api/users", Map.of("email", fresh(), "name", "Ann")).status())
        .isEqualTo(422);
  }

  @Test
  void emailBelongsToOnePersonInAnyCase() {
    var admin = people.admin().login();
    var agent = people.agent();
    var taken = admin.post("/api/users", body(agent.email().toUpperCase(Locale.ROOT)));
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.text("code")).isEqualTo("email_taken");
    var other = people.agent();
    assertThat(admin.patch("/api/users/" + other.id(), Map.of("email", agent.email())).status())
        .isEqualTo(409);
  }

  @Test
  void onlyAdminsAddPeople() {
    assertThat(NOBODY.post("/api/users", body(fresh())).status()).isEqualTo(401);
    for (var person : List.of(people.agent(), people.sales(), people.customer())) {
      assertThat(person.login().post("/api/users", body(fresh())).status()).isEqualTo(403);
    }
  }

  @Test
  void staffSeeEverybodyAndOthersOnlyThemselves() {
    var customer = people.customer();
    for (var staff : List.of(people.admin(), people.agent())) {
      var client = staff.login();
      assertThat(client.get("/api/users/" + customer.id()).text("email"))
          .isEqualTo(customer.email());
      assertThat(client.get("/api/users?q=" + customer.email()).items("id"))
          .containsExactly(customer.id());
      assertThat(client.get("/api/users/nobody").status()).isEqualTo(404);
    }
    for (var outsider : List.of(people.sales(), people.customer())) {
      var client = outsider.login();
      assertThat(client.get("/api/users/" + outsider.id()).status()).isEqualTo(200);
      var invisible = client.get("/api/users/" + customer.id());
      var absent = client.get("/api/users/nobody");
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(absent.body());
      assertThat(client.get("/api/users").items("id")).containsExactly(outsider.id());
    }
  }

  @Test
  void listIsReadPageByPage() {
    var agent = people.agent().login();
    var whole = agent.get("/api/users?limit=100").items("id");
    var read = new ArrayList<String>();
    var cursor = "";
    do {
      var page = agent.get("/api/users?limit=2" + cursor);
      read.addAll(page.items("id"));
      var next = page.body().path("next");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
    } while (!cursor.isEmpty() && read.size() < whole.size());
    assertThat(read.subList(0, whole.size())).isEqualTo(whole);

    assertThat(agent.get("/api/users?limit=0").status()).isEqualTo(400);
    assertThat(agent.get("/api/users?limit=101").status()).isEqualTo(400);
    assertThat(agent.get("/api/users?cursor=garbage").status()).isEqualTo(400);
  }

  @Test
  void personChangesTheirNameAndAvailabilityAndNothingElse() {
    for (var person : List.of(people.agent(), people.customer())) {
      var client = person.login();
      var path = "/api/users/" + person.id();
      var answer = client.patch(path, Map.of("name", "Bea", "availability", "busy"));
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text("name")).isEqualTo("Bea");
      assertThat(answer.text("availability")).isEqualTo("busy");
      assertThat(lastPersonEvent()).contains(person.id()).contains("Bea");

      for (var change :
          List.<Map<String, Object>>of(
              Map.of("roles", List.of("admin")),
              Map.of("active", false),
              Map.of("email", fresh()))) {
        assertThat(client.patch(path, change).status()).isEqualTo(403);
      }
      assertThat(client.delete(path).status()).isEqualTo(403);
      var unknown = client.patch(path, Map.of("availability", "asleep"));
      assertThat(unknown.status()).isEqualTo(422);
      assertThat(field(unknown)).isEqualTo("availability");
    }
  }

  @Test
  void othersAreForbiddenToStaffAndAbsentToCustomers() {
    var other = "/api/users/" + people.agent().id();
    assertThat(people.agent().login().patch(other, Map.of("name", "X")).status()).isEqualTo(403);
    assertThat(people.agent().login().delete(other).status()).isEqualTo(403);
    assertThat(people.customer().login().patch(other, Map.of("name", "X")).status()).isEqualTo(404);
    assertThat(people.customer().login().delete(other).status()).isEqualTo(404);
    assertThat(people.agent().login().post(other + "/invite").status()).isEqualTo(403);
    assertThat(people.customer().login().post(other + "/invite").status()).isEqualTo(404);
  }

  @Test
  void adminChangesRolesAsAMergePatch() {
    var agent = people.agent();
    var answer =
        people
            .admin()
            .login()
            .with("Content-Type", "application/merge-patch+json")
            .patch("/api/users/" + agent.id(), Map.of("roles", List.of("customer", "sales")));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("roles").toString()).isEqualTo("[\"sales\",\"customer\"]");
    assertThat(lastPersonEvent()).contains(agent.id()).contains("\"sales\"");
  }

  @Test
  void deactivatedPersonLosesTheirSessionsAndStaysNamed() {
    var agent = people.agent();
    var browser = agent.login();
    var admin = people.admin().login();
    assertThat(admin.delete("/api/users/" + agent.id()).status()).isEqualTo(204);

    assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);
    var row = admin.get("/api/users/" + agent.id());
    assertThat(row.body().path("active").asBoolean(true)).isFalse();
    assertThat(lastPersonEvent()).contains(agent.id()).contains("\"active\": false");
    assertThat(admin.delete("/api/users/" + agent.id()).status()).isEqualTo(204);
  }

  @Test
  void lastActiveAdminStaysOne() {
    var last = people.admin();
    var admin = last.login();
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE app_user SET active = false WHERE 'admin' = ANY (roles) AND id <> ?",
            last.id()));

    var path = "/api/users/" + last.id();
    for (var answer :
        List.of(
            admin.patch(path, Map.of("roles", List.of("agent"))),
            admin.patch(path, Map.of("active", false)),
            admin.delete(path))) {
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("code")).isEqualTo("last_admin");
    }
    people.admin();
    assertThat(admin.patch(path, Map.of("roles", List.of("agent"))).status()).isEqualTo(200);
  }

  @Test
  void oneOfTwoAdminsStaysWhenEachDemotesTheOtherAtOnce() {
    for (int round = 0; round < 5; round++) {
      var one = people.admin();
      var other = people.admin();
      jdbi.useHandle(handle ->
          handle.execute(
              """
              UPDATE app_user SET active = false
              WHERE 'admin' = ANY (roles) AND id NOT IN (?, ?)
              """,
              one.id(),
              other.id()));
      var demote = Map.of("roles", List.of("customer"));
      var clients = Map.of(one.id(), other.login(), other.id(), one.login());
      clients.entrySet().parallelStream()
          .forEach(entry -> entry.getValue().patch("/api/users/" + entry.getKey(), demote));

      var admins =
          jdbi.withHandle(handle ->
              handle
                  .select("SELECT id FROM app_user WHERE active AND 'admin' = ANY (roles)")
                  .mapTo(String.class)
                  .list());
      assertThat(admins).hasSize(1);
    }
  }

  @Test
  void invitedPersonChoosesAPasswordOnce() {
    var admin = people.admin().login();
    var email = fresh();
    var id =
        admin
            .post("/api/users", Map.of("email", email, "name", "Eve", "roles", List.of("sales")))
            .text("id");
    var invitation = admin.post("/api/users/" + id + "/invite");
    assertThat(invitation.status()).isEqualTo(200);
    assertThat(invitation.text("url"))
        .isEqualTo(DeskClient.base() + "/accept?code=" + invitation.text("code"));
    assertThat(Instant.parse(invitation.text("expiresAt")))
        .isBetween(
            clock.instant().plus(Duration.ofHours(71)), clock.instant().plus(Duration.ofHours(72)));

    var accept = Map.of("code", invitation.text("code"), "password", "my very own password");
    var unfit = Map.of("code", invitation.text("code"), "password", "short");
    assertThat(field(NOBODY.post("/api/auth/accept", unfit))).isEqualTo("password");
    var accepted = NOBODY.post("/api/auth/accept", accept);
    assertThat(accepted.status()).isEqualTo(200);
    assertThat(accepted.text("user", "email")).isEqualTo(email);
    var again = NOBODY.post("/api/auth/accept", accept);
    assertThat(again.status()).isEqualTo(422);
    assertThat(field(again)).isEqualTo("code");
    assertThat(DeskClient.login(email, "my very own password").get("/api/auth/me").status())
        .isEqualTo(200);
  }

  @Test
  void resetLinkEndsSessionsAndServesForThreeDays() {
    var admin = people.admin();
    var agent = people.agent();
    var browser = agent.login();
    var invite = "/api/users/" + agent.id() + "/invite";
    var replaced = admin.login().post(invite).text("code");
    var code = admin.login().post(invite).text("code");
    assertThat(accept(replaced)).isEqualTo(422);
    assertThat(accept(code)).isEqualTo(200);
    assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);

    var late = admin.login().post(invite).text("code");
    clock.advance(Duration.ofHours(73));
    assertThat(accept(late)).isEqualTo(422);
  }

  private static int accept(String code) {
    return NOBODY
        .post("/api/auth/accept", Map.of("code", code, "password", "my very own password"))
        .status();
  }

  private String lastPersonEvent() {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT body::text FROM event WHERE kind = 'rights.person'
                ORDER BY append_id DESC LIMIT 1
                """)
            .mapTo(String.class)
            .one());
  }
}
