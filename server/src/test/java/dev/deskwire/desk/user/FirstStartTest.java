package dev.deskwire.desk.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.testing.DeskClient;
import dev.deskwire.desk.testing.People;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FirstStartTest {
  private static final String ADMIN = "admin@localhost";

  @Inject FirstStart firstStart;
  @Inject PasswordReset passwordReset;
  @Inject People people;
  @Inject Jdbi jdbi;

  private String fillAnEmptyDesk() {
    jdbi.useHandle(
        handle -> handle.execute("TRUNCATE app_user, team, project, login_attempt CASCADE"));
    return firstStart.prepare().orElseThrow();
  }

  private static DeskClient.Answer login(String password) {
    return DeskClient.anonymous()
        .post("/api/auth/login", Map.of("email", ADMIN, "password", password));
  }

  @Test
  void firstAdminMayDoNothingButChooseAnotherPassword() {
    var password = fillAnEmptyDesk();
    assertThat(login(password).body().path("user").path("mustChangePassword").asBoolean()).isTrue();
    var admin = DeskClient.login(ADMIN, password);

    for (var path : List.of("/api/users", "/api/projects", "/api/auth/sessions", "/api/tickets")) {
      var answer = admin.get(path);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.text("code")).isEqualTo("password_change_required");
    }
    assertThat(admin.post("/api/auth/ws-ticket").status()).isEqualTo(403);
    assertThat(admin.get("/api/auth/me").status()).isEqualTo(200);

    var change = Map.of("current", password, "new", "a password of my own");
    assertThat(admin.post("/api/auth/password", change).status()).isEqualTo(204);
    assertThat(admin.get("/api/users").status()).isEqualTo(200);
    assertThat(admin.get("/api/auth/me").body().path("user").path("mustChangePassword").asBoolean())
        .isFalse();
  }

  @Test
  void emptyDeskGetsAProjectWithATeamAndAQueue() {
    var password = fillAnEmptyDesk();
    var admin = DeskClient.login(ADMIN, password);
    admin.post("/api/auth/password", Map.of("current", password, "new", "a password of my own"));

    var project = admin.get("/api/projects").body().path("items").path(0);
    assertThat(project.path("key").asText()).isEqualTo("SUP");
    assertThat(project.path("name").asText()).isEqualTo("Support");
    var queue = admin.get("/api/queues").body().path("items").path(0);
    assertThat(queue.path("projectId").asText()).isEqualTo(project.path("id").asText());
    for (var group :
        List.of(
            "/api/projects/" + project.path("id").asText(),
            "/api/teams/" + queue.path("teamId").asText())) {
      assertThat(admin.get(group).body().path("members").findValuesAsText("name"))
          .containsExactly("Administrator");
    }
  }

  @Test
  void oneOfTwoNodesFillsTheDeskWhenBothStartAtOnce() {
    jdbi.useHandle(handle -> handle.execute("TRUNCATE app_user, team, project CASCADE"));
    var passwords =
        IntStream.range(0, 4)
            .parallel()
            .mapToObj(_ -> firstStart.prepare())
            .flatMap(Optional::stream)
            .toList();
    assertThat(passwords).hasSize(1);
    assertThat(login(passwords.getFirst()).status()).isEqualTo(200);
  }

  @Test
  void deskWithPeopleIsLeftAlone() {
    people.customer();
    assertThat(firstStart.prepare()).isEmpty();
  }

  @Test
  void operatorGivesAPersonAPasswordThatMustBeChanged() {
    var agent = people.agent();
    var browser = agent.login();
    var password = passwordReset.reset(agent.email()).orElseThrow();

    assertThat(browser.get("/api/auth/me").status()).isEqualTo(401);
    var fresh = DeskClient.login(agent.email(), password);
    assertThat(fresh.get("/api/users").text("code")).isEqualTo("password_change_required");
    assertThat(fresh.post("/api/auth/logout").status()).isEqualTo(204);
    assertThat(passwordReset.reset("nobody@example.org")).isEmpty();
  }
}
