package dev.deskwire.desk.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.People.Person;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class QueueResourceTest {
  @Inject People people;
  @Inject Queues queues;
  @Inject Jdbi jdbi;

  private DeskClient admin = DeskClient.anonymous();
  private String project = "";
  private String team = "";
  private String queue = "";
  private String path = "";

  @BeforeEach
  void makeAQueue() {
    admin = people.admin().login();
    project =
        admin
            .post("/api/projects", Map.of("name", "P", "key", Ids.next().substring(16)))
            .text("id");
    team = admin.post("/api/teams", Map.of("name", "T")).text("id");
    queue =
        admin
            .post("/api/queues", Map.of("name", "Q", "projectId", project, "teamId", team))
            .text("id");
    path = "/api/queues/" + queue;
  }

  private Person inProject(Person person) {
    admin.put("/api/projects/" + project + "/members/" + person.id());
    return person;
  }

  private Person inTeam(Person person) {
    admin.put("/api/teams/" + team + "/members/" + person.id());
    return person;
  }

  @Test
  void adminMakesChangesAndDeletesAQueueAndTheLogKnows() {
    var shown = admin.get(path);
    assertThat(shown.body())
        .isEqualTo(
            DeskClient.JSON.valueToTree(
                Map.of(
                    "id", queue,
                    "name", "Q",
                    "projectId", project,
                    "teamId", team,
                    "watchers", List.of())));
    assertThat(last("rights.queue")).contains(queue).contains(project).contains(team);

    var other = admin.post("/api/teams", Map.of("name", "Other")).text("id");
    var moved = admin.patch(path, Map.of("teamId", other, "projectId", project));
    assertThat(moved.text("teamId")).isEqualTo(other);
    assertThat(moved.text("name")).isEqualTo("Q");
    assertThat(last("rights.queue")).contains(other);

    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(last("rights.queue")).contains(queue).contains("\"teamId\": null");
    assertThat(admin.get(path).status()).isEqualTo(404);
    assertThat(queues.find(queue)).isEmpty();
  }

  @Test
  void queueNeedsAProjectAndATeamThatThereAre() {
    var wrong = Map.of("projectId", "none", "teamId", "none");
    wrong.forEach((field, value) -> {
      var body = new java.util.HashMap<>(Map.of("name", "Q", "projectId", project, "teamId", team));
      body.put(field, value);
      for (var answer : List.of(admin.post("/api/queues", body), postWithout(field, body))) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo(field);
      }
    });
    assertThat(admin.patch(path, Map.of("teamId", "none")).status()).isEqualTo(422);
    var elsewhere =
        admin
            .post("/api/projects", Map.of("name", "P", "key", Ids.next().substring(16)))
            .text("id");
    assertThat(admin.patch(path, Map.of("projectId", elsewhere)).status()).isEqualTo(422);
  }

  private DeskClient.Answer postWithout(String field, Map<String, String> body) {
    var less = new java.util.HashMap<>(body);
    less.remove(field);
    return admin.post("/api/queues", less);
  }

  @Test
  void staffOfItsProjectAndOfItsTeamSeeAQueueAndChangeNothing() {
    for (var person : List.of(inProject(people.agent()), inTeam(people.agent()))) {
      var client = person.login();
      assertThat(client.get("/api/queues").items("id")).containsExactly(queue);
      assertThat(client.get(path).text("name")).isEqualTo("Q");
      assertThat(client.patch(path, Map.of("name", "X")).status()).isEqualTo(403);
      assertThat(client.delete(path).status()).isEqualTo(403);
      assertThat(
              client
                  .post("/api/queues", Map.of("name", "X", "projectId", project, "teamId", team))
                  .status())
          .isEqualTo(403);
    }
  }

  @Test
  void queueIsAbsentToEveryoneElse() {
    for (var person :
        List.of(people.agent(), inProject(people.customer()), inTeam(people.sales()))) {
      var client = person.login();
      var invisible = client.get(path);
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(client.get("/api/queues/none").body());
      assertThat(client.get("/api/queues").items("id")).isEmpty();
      assertThat(client.put(path + "/watchers/me").status()).isEqualTo(404);
      assertThat(client.get(path + "/watchers").status()).isEqualTo(404);
      assertThat(client.delete(path).status()).isEqualTo(404);
    }
  }

  @Test
  void agentWatchesAQueueTheySeeAndLetsNobodyElseWatch() {
    var agent = inTeam(people.agent());
    var client = agent.login();
    assertThat(client.put(path + "/watchers/me").status()).isEqualTo(204);
    assertThat(client.put(path + "/watchers/" + agent.id()).status()).isEqualTo(204);
    assertThat(last("rights.person"))
        .contains(agent.id())
        .contains("\"watching\": [\"" + queue + "\"]");
    assertThat(client.get(path).body().path("watchers").findValuesAsText("id"))
        .containsExactly(agent.id());
    assertThat(client.get(path + "/watchers").items("id")).containsExactly(agent.id());

    var colleague = inTeam(people.agent());
    assertThat(client.put(path + "/watchers/" + colleague.id()).status()).isEqualTo(403);
    assertThat(admin.put(path + "/watchers/" + colleague.id()).status()).isEqualTo(204);
    assertThat(client.delete(path + "/watchers/" + colleague.id()).status()).isEqualTo(403);
    assertThat(admin.put(path + "/watchers/nobody").status()).isEqualTo(404);

    assertThat(client.delete(path + "/watchers/me").status()).isEqualTo(204);
    assertThat(last("rights.person")).contains(agent.id()).contains("\"watching\": []");
  }

  @Test
  void watchersStopWatchingWhenTheQueueIsDeleted() {
    var agent = inTeam(people.agent());
    agent.login().put(path + "/watchers/me");
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(last("rights.person")).contains(agent.id()).contains("\"watching\": []");
  }

  @Test
  void queueWithATicketStays() {
    var ticket =
        admin.post("/api/tickets", Map.of("projectId", project, "queueId", queue, "title", "Help"));
    assertThat(ticket.status()).isEqualTo(201);
    for (var held : List.of(path, "/api/projects/" + project)) {
      var answer = admin.delete(held);
      assertThat(answer.status()).isEqualTo(409);
      assertThat(answer.text("code")).isEqualTo("in_use");
    }
  }

  private String last(String kind) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "SELECT body::text FROM event WHERE kind = ? ORDER BY append_id DESC LIMIT 1", kind)
            .mapTo(String.class)
            .one());
  }
}
