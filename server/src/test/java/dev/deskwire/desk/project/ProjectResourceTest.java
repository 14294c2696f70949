package dev.deskwire.desk.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ProjectResourceTest {
  @Inject People people;

  private DeskClient admin = DeskClient.anonymous();

  @BeforeEach
  void signIn() {
    admin = people.admin().login();
  }

  /// A key that no other project has.
  private static String key() {
    return Ids.next().substring(16);
  }

  private Answer make() {
    return admin.post("/api/projects", Map.of("name", "Project", "key", key()));
  }

  @Test
  void adminMakesChangesAndDeletesAProject() {
    var made = make();
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body().path("members")).isEmpty();
    var path = "/api/projects/" + made.text("id");
    assertThat(admin.get(path).body()).isEqualTo(made.body());

    var key = key();
    var changed = admin.patch(path, Map.of("key", key));
    assertThat(changed.text("key")).isEqualTo(key);
    assertThat(changed.text("name")).isEqualTo("Project");
    assertThat(admin.delete(path).status()).isEqualTo(204);
    assertThat(admin.get(path).status()).isEqualTo(404);
  }

  @Test
  void keyIsTwoToTenCapitalsAndDigits() {
    for (var key : List.of("A", "ABCDEFGHIJK", "abc", "A-B", "ÄB", "")) {
      var answer = admin.post("/api/projects", Map.of("name", "P", "key", key));
      assertThat(answer.status()).as(key).isEqualTo(422);
      assertThat(answer.body().path("errors").get(0).path("field").asText()).isEqualTo("key");
    }
    assertThat(admin.post("/api/projects", Map.of("name", "P")).status()).isEqualTo(422);
  }

  @Test
  void keyBelongsToOneProject() {
    var taken = make().text("key");
    var answer = admin.post("/api/projects", Map.of("name", "P", "key", taken));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("key_taken");
    var other = "/api/projects/" + make().text("id");
    assertThat(admin.patch(other, Map.of("key", taken)).status()).isEqualTo(409);
  }

  @Test
  void projectWithAQueueStays() {
    var id = make().text("id");
    var team = admin.post("/api/teams", Map.of("name", "T")).text("id");
    admin.post("/api/queues", Map.of("name", "Q", "projectId", id, "teamId", team));
    var answer = admin.delete("/api/projects/" + id);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.text("code")).isEqualTo("in_use");
  }

  @Test
  void agentSeesWhoIsInTheirProjectsAndChangesNothing() {
    var agent = people.agent();
    var id = make().text("id");
    var path = "/api/projects/" + id;
    make();
    assertThat(admin.put(path + "/members/" + agent.id()).status()).isEqualTo(204);
    var member = agent.login();

    assertThat(member.get("/api/projects").items("id")).containsExactly(id);
    assertThat(member.get(path).body().path("members").findValuesAsText("id"))
        .containsExactly(agent.id());
    assertThat(member.get(path + "/members").items("name")).containsExactly(agent.name());
    assertThat(member.patch(path, Map.of("name", "X")).status()).isEqualTo(403);
    assertThat(member.delete(path).status()).isEqualTo(403);
    assertThat(member.put(path + "/members/" + people.agent().id()).status()).isEqualTo(403);
    assertThat(member.post("/api/projects", Map.of("name", "X", "key", key())).status())
        .isEqualTo(403);
  }

  @Test
  void salesAndCustomersSeeTheirProjectsWithoutTheirMembers() {
    for (var person : List.of(people.sales(), people.customer())) {
      var made = make();
      var path = "/api/projects/" + made.text("id");
      admin.put(path + "/members/" + person.id());
      var client = person.login();

      var seen = client.get(path);
      assertThat(seen.body())
          .isEqualTo(
              DeskClient.JSON.valueToTree(
                  Map.of("id", made.text("id"), "name", "Project", "key", made.text("key"))));
      assertThat(client.get("/api/projects").items("id")).containsExactly(made.text("id"));
      assertThat(client.get(path + "/members").status()).isEqualTo(403);
      assertThat(client.patch(path, Map.of("name", "X")).status()).isEqualTo(403);

      assertThat(admin.delete(path + "/members/" + person.id()).status()).isEqualTo(204);
      assertThat(client.get(path).status()).isEqualTo(404);
    }
  }

  @Test
  void projectIsAbsentToStrangers() {
    var path = "/api/projects/" + make().text("id");
    for (var person : List.of(people.agent(), people.sales(), people.customer())) {
      var client = person.login();
      var invisible = client.get(path);
      assertThat(invisible.status()).isEqualTo(404);
      assertThat(invisible.body()).isEqualTo(client.get("/api/projects/none").body());
      assertThat(client.patch(path, Map.of("key", "?")).status()).isEqualTo(404);
      assertThat(client.delete(path).status()).isEqualTo(404);
      assertThat(client.put(path + "/members/me").status()).isEqualTo(404);
      assertThat(client.get("/api/projects").items("id")).isEmpty();
    }
  }

  @Test
  void membersAreReadPageByPage() {
    var path = "/api/projects/" + make().text("id") + "/members";
    for (int i = 0; i < 3; i++) {
      admin.put(path + "/" + people.customer().id());
    }
    var first = admin.get(path + "?limit=2");
    var second = admin.get(path + "?limit=2&cursor=" + first.text("next"));
    assertThat(first.items("id")).hasSize(2);
    assertThat(second.items("id")).hasSize(1).doesNotContainAnyElementsOf(first.items("id"));
    assertThat(second.body().path("next").isNull()).isTrue();
    assertThat(admin.get(path + "?limit=0").status()).isEqualTo(400);
  }
}
