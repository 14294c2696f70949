package dev.deskwire.desk.demo;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.config.CannotStartException;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.queue.Queue;
import dev.deskwire.desk.queue.Queues;
import dev.deskwire.desk.team.Teams;
import dev.deskwire.desk.user.NewUser;
import dev.deskwire.desk.user.UserAdministration;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Makes the people and the places of the demo. The project, queue and team Support are those of
/// the desk's first start, where they still are; all else is new. Belongs into one transaction.
@ApplicationScoped
class Founding {
  private final UserAdministration users;
  private final Projects projects;
  private final Teams teams;
  private final Queues queues;
  private final Callers callers;

  Founding(
      UserAdministration users, Projects projects, Teams teams, Queues queues, Callers callers) {
    this.users = users;
    this.projects = projects;
    this.teams = teams;
    this.queues = queues;
    this.callers = callers;
  }

  /// @param admin who makes it all
  /// @param password of everyone
  /// @throws CannotStartException if the desk has another project with the demo's key
  Founded found(Caller admin, String password) {
    var founded = new Founded();
    places(admin, founded);
    for (var person : DemoPerson.values()) {
      person(admin, person, password, founded);
    }
    return founded;
  }

  private void places(Caller admin, Founded founded) {
    for (var project : DemoProject.values()) {
      founded.put(project, project(admin, project));
    }
    var support = supportQueue(admin, founded.id(DemoProject.SUP));
    support.ifPresent(queue -> {
      founded.put(DemoQueue.SUPPORT, queue.id());
      founded.put(DemoTeam.SUPPORT, queue.teamId());
    });
    for (var team : DemoTeam.values()) {
      if (team != DemoTeam.SUPPORT || support.isEmpty()) {
        founded.put(
            team, teams.create(admin, null, new Teams.TeamBody(team.title)).orRefuse().id());
      }
    }
    for (var queue : DemoQueue.values()) {
      if (queue != DemoQueue.SUPPORT || support.isEmpty()) {
        var body =
            new Queues.QueueBody(queue.title, founded.id(queue.project), founded.id(queue.team));
        founded.put(queue, queues.create(admin, null, body).orRefuse().id());
      }
    }
  }

  private String project(Caller admin, DemoProject project) {
    var there =
        first(
            cursor -> projects.list(admin, Page.MAX, cursor),
            found -> found.key().equals(project.name()));
    if (there.isPresent() && project != DemoProject.SUP) {
      throw new CannotStartException(
          "The demo makes a project with the key " + project + ", and this desk has one already");
    }
    return there
        .orElseGet(() -> {
          var body = new Projects.ProjectBody(project.title, project.name());
          return projects.create(admin, null, body).orRefuse();
        })
        .id();
  }

  private Optional<Queue> supportQueue(Caller admin, String projectId) {
    return first(
        cursor -> queues.list(admin, Page.MAX, cursor),
        queue ->
            queue.projectId().equals(projectId) && queue.name().equals(DemoQueue.SUPPORT.title));
  }

  private void person(Caller admin, DemoPerson person, String password, Founded founded) {
    var asked = new NewUser(person.email(), person.fullName, password, List.of(person.role.wire()));
    var id = users.create(admin, null, asked).orRefuse().id();
    for (var team : person.teams) {
      var _ = teams.addMember(admin, founded.id(team), id).orRefuse();
    }
    for (var project : person.projects) {
      var _ = projects.addMember(admin, founded.id(project), id).orRefuse();
    }
    for (var queue : DemoQueue.values()) {
      if (queue.agents().getFirst() == person) {
        var _ = queues.watch(admin, founded.id(queue), id).orRefuse();
      }
    }
    founded.put(person, callers.byId(id).orElseThrow());
  }

  /// A list that comes in pages.
  private interface Paged<T> {
    Outcome<Page<T>> after(@Nullable String cursor);
  }

  private static <T> Optional<T> first(Paged<T> list, Predicate<T> fits) {
    String cursor = null;
    do {
      var page = list.after(cursor).orRefuse();
      var found = page.items().stream().filter(fits).findFirst();
      if (found.isPresent()) {
        return found;
      }
      cursor = page.next();
    } while (cursor != null);
    return Optional.empty();
  }
}
