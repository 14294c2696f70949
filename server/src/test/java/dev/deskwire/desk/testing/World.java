package dev.deskwire.desk.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.testing.DeskClient.Answer;
import dev.deskwire.desk.testing.People.Person;
import java.util.LinkedHashMap;
import java.util.Map;

/// A small company of its own: a project with a queue served by a team, and one person of each
/// kind, signed in. What one test does in it no other test sees, but admins, who see everything.
///
/// @param agent works in the project
/// @param teamAgent works in the queue's team alone
/// @param sales belongs to the project
/// @param customer belongs to the project
/// @param stranger works in another project
public record World(
    String project,
    String team,
    String queue,
    Member admin,
    Member agent,
    Member teamAgent,
    Member sales,
    Member customer,
    Member stranger) {

  /// A person and their browser.
  public record Member(Person person, DeskClient desk) {
    public String id() {
      return person.id();
    }

    public Answer get(String path) {
      return desk.get(path);
    }

    public Answer post(String path, Object body) {
      return desk.post(path, body);
    }

    /// A patch of what stands now, whatever the version.
    public Answer patch(String path, Object body) {
      return desk.with("If-Match", "*").patch(path, body);
    }
  }

  public static World create(People people) {
    var admin = member(people, people.admin());
    var project = id(admin.post("/api/projects", Map.of("name", "Project", "key", key())));
    var other = id(admin.post("/api/projects", Map.of("name", "Other project", "key", key())));
    var team = id(admin.post("/api/teams", Map.of("name", "Team")));
    var queue =
        id(
            admin.post(
                "/api/queues", Map.of("name", "Queue", "projectId", project, "teamId", team)));
    var agent = people.agent();
    var teamAgent = people.agent();
    var sales = people.sales();
    var customer = people.customer();
    var stranger = people.agent();
    put(admin, "/api/projects/" + project + "/members/" + agent.id());
    put(admin, "/api/projects/" + project + "/members/" + sales.id());
    put(admin, "/api/projects/" + project + "/members/" + customer.id());
    put(admin, "/api/projects/" + other + "/members/" + stranger.id());
    put(admin, "/api/teams/" + team + "/members/" + teamAgent.id());
    return new World(
        project,
        team,
        queue,
        admin,
        member(people, agent),
        member(people, teamAgent),
        member(people, sales),
        member(people, customer),
        member(people, stranger));
  }

  private static Member member(People people, Person person) {
    return new Member(person, people.signedIn(person));
  }

  private static void put(Member admin, String path) {
    assertThat(admin.desk().put(path).status()).isEqualTo(204);
  }

  /// The key of a project: the random end of an id.
  private static String key() {
    var id = Ids.next();
    return id.substring(id.length() - 10);
  }

  public static String id(Answer created) {
    assertThat(created.status()).as(created.raw().body()).isEqualTo(201);
    return created.text("id");
  }

  /// A ticket of `reporter` in the project, in no queue.
  public String ticket(Member reporter) {
    return ticket(reporter, Map.of());
  }

  /// As [#ticket(Member)], with further fields.
  public String ticket(Member reporter, Map<String, Object> fields) {
    var body = new LinkedHashMap<String, Object>(Map.of("projectId", project, "title", "A title"));
    body.putAll(fields);
    return id(reporter.post("/api/tickets", body));
  }

  /// A ticket of `reporter` in the queue.
  public String queuedTicket(Member reporter) {
    var id = ticket(reporter);
    assertThat(admin.patch("/api/tickets/" + id, Map.of("queueId", queue)).status()).isEqualTo(200);
    return id;
  }
}
