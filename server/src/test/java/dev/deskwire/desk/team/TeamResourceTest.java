package dev.deskwire.desk.team;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TeamResourceTest {
  @Inject People people;
  @Inject Jdbi jdbi;

  private DeskClient admin = DeskClient.anonymous();

  @BeforeEach
  void signIn() {
    admin = people.admin().login();
  }

  private String team() {
    return admin.post("/api/teams", Map.of("name", "Team")).text("id");
  }

  @Test
  void adminMakesRenamesAndDeletesATeam() {
    var made = admin.post("/api/teams", Map.of("name", " Second line "));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.text("name")).isEqualTo("Second line");
    var path = "/api/teams/" + made.text("id");
    assertThat(made.header("Location").orElseThrow()).endsWith(path);
    assertThat(admin.get(path).body()).isEqualTo(made.body());

    assertThat(admin.patch(path, Map.of("name", "Third line")).text("name"))
        .isEqualTo("Third line");
    assertThat(admin.patch(path, Map.of("name", "")).status()).isEqualTo(422);
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(admin.delete(path).status()).isEqualTo(404);
  }

  @Test
  void teamIsMadeOnceUnderOneKey() {
    var client = admin.with("Idempotency-Key", Ids.next());
    var first = client.post("/api/teams", Map.of("name", "Once"));
    assertThat(client.post("/api/teams", Map.of("name", "Once")).body()).isEqualTo(first.body());
  }

  @Test
  void nameIsRequiredOfATeam() {
    for (var body : List.of(Map.of(), Map.of("name", " "), Map.of("name", "x".repeat(256)))) {
      var answer = admin.post("/api/teams", body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo("name");
    }
  }

  @Test
  void memberGetsTheirRightsWithTheLogAndLosesThemSo() {
    var agent = people.agent();
    var id = team();
    var membership = "/api/teams/" + id + "/members/" + agent.id();

    assertThat(admin.put(membership).status()).isEqualTo(204);
    assertThat(lastPersonEvent()).contains(agent.id()).contains("\"teams\": [\"" + id + "\"]");
    assertThat(admin.get("/api/teams/" + id).body().path("members").findValuesAsText("id"))
        .containsExactly(agent.id());
    assertThat(admin.get("/api/teams/" + id + "/members").items("id")).containsExactly(agent.id());
    assertThat(agent.login().get("/api/teams").items("id")).containsExactly(id);

    long events = personEvents();
    assertThat(admin.put(membership).status()).isEqualTo(204);
    assertThat(personEvents()).isEqualTo(events);

    assertThat(admin.delete(membership).status()).isEqualTo(204);
    assertThat(lastPersonEvent()).contains(agent.id()).contains("\"teams\": []");
    assertThat(agent.login().get("/api/teams").items("id")).isEmpty();
  }

  @Test
  void membersLoseTheirRightsWhenTheTeamIsDeleted() {
    var agent = people.agent();
    var id = team();
    admin.put("/api/teams/" + id + "/members/" + agent.id());
    admin.delete("/api/teams/" + id);
    assertThat(lastPersonEvent()).contains(agent.id()).contains("\"teams\": []");
  }

  @Test
  void absentPersonOrTeamIsNotFound() {
    var agent = people.agent();
    assertThat(admin.put("/api/teams/" + team() + "/members/nobody").status()).isEqualTo(404);
    assertThat(admin.put("/api/teams/none/members/" + agent.id()).status()).isEqualTo(404);
  }

  @Test
  void teamThatServesAQueueStays() {
    var project =
        admin
            .post("/api/projects", Map.of("name", "P", "key", Ids.next().substring(16)))
            .text("id");
    var id = team();
    admin.post("/api/queues", Map.of("name", "Q", "projectId", project, "teamId", id));
    var agent = people.agent();
    admin.put("/api/teams/" + id + "/members/" + agent.id());

    var answer = admin.delete("/api/teams/" + id);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("in_use");
    assertThat(admin.get("/api/teams/" + id).body().path("members")).hasSize(1);
  }

  @Test
  void memberReadsTheirTeamAndMayNotChangeIt() {
    var agent = people.agent();
    var path = "/api/teams/" + team();
    admin.put(path + "/members/" + agent.id());
    var member = agent.login();

    assertThat(member.get(path).status()).isEqualTo(200);
    assertThat(member.patch(path, Map.of("name", "X")).status()).isEqualTo(403);
    assertThat(member.delete(path).status()).isEqualTo(403);
    assertThat(member.put(path + "/members/" + people.agent().id()).status()).isEqualTo(403);
    assertThat(member.delete(path + "/members/me").status()).isEqualTo(403);
    assertThat(member.post("/api/teams", Map.of("name", "X")).status()).isEqualTo(403);
  }

  @Test
  void teamIsAbsentToEveryoneElse() {
    var id = team();
    var customer = people.customer();
    admin.put("/api/teams/" + id + "/members/" + customer.id());
    for (var person : List.of(people.agent(), people.sales(), customer)) {
      var client = person.login();
      var invisible = client.get("/api/teams/" + id);
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(client.get("/api/teams/none").body());
      assertThat(client.get("/api/teams").items("id")).isEmpty();
      assertThat(client.get("/api/teams/" + id + "/members").status()).isEqualTo(404);
      assertThat(client.patch("/api/teams/" + id, Map.of("name", "")).status()).isEqualTo(404);
      assertThat(client.delete("/api/teams/" + id).status()).isEqualTo(404);
      assertThat(client.put("/api/teams/" + id + "/members/me").status()).isEqualTo(404);
    }
    assertThat(DeskClient.anonymous().get("/api/teams").status()).isEqualTo(401);
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

  private long personEvents() {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT count(*) FROM event WHERE kind = 'rights.person'")
            .mapTo(Long.class)
            .one());
  }
}
