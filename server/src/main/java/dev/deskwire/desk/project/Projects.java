package dev.deskwire.desk.project;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.user.Memberships;
import dev.deskwire.desk.user.Memberships.Group;
import dev.deskwire.desk.user.RightsChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Projects, and who is in them.
@ApplicationScoped
public class Projects {
  private static final Pattern KEY = Pattern.compile("[A-Z0-9]{2,10}");

  private final ProjectRepository repository;
  private final Memberships memberships;
  private final RightsChanges rights;
  private final Idempotency idempotency;
  private final InstantSource clock;

  Projects(
      ProjectRepository repository,
      Memberships memberships,
      RightsChanges rights,
      Idempotency idempotency,
      InstantSource clock) {
    this.repository = repository;
    this.memberships = memberships;
    this.rights = rights;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /// The body of `POST /api/projects` and `PATCH /api/projects/{id}`.
  public record ProjectBody(@Nullable String name, @Nullable String key) {}

  public boolean exists(String id) {
    return repository.find(id).isPresent();
  }

  public Outcome<Page<Project>> list(
      Caller caller, @Nullable Integer limit, @Nullable String cursor) {
    return Page.byName(
        limit,
        cursor,
        (after, size) -> repository.page(among(caller), after, size),
        Project::name,
        Project::id);
  }

  private static @Nullable Set<String> among(Caller caller) {
    return caller.isAdmin() ? null : caller.projects();
  }

  Outcome<Project> get(Caller caller, String id) {
    return visible(caller, id)
        .map(project ->
            caller.isStaff() ? project.with(memberships.people(Group.PROJECT, id)) : project);
  }

  Outcome<Page<PersonRef>> members(
      Caller caller, String id, @Nullable Integer limit, @Nullable String cursor) {
    return visible(caller, id)
        .then(_ ->
            caller.isStaff()
                ? memberships.page(Group.PROJECT, id, limit, cursor)
                : Outcome.refused(new Forbidden("Only staff see who is in a project.")));
  }

  public Outcome<Project> create(Caller caller, @Nullable String key, ProjectBody body) {
    if (!caller.isAdmin()) {
      return Outcome.refused(adminsOnly());
    }
    return Text.name("name", body.name())
        .then(name -> key(body.key()).map(shortName -> new Valid(shortName, name)))
        .then(valid ->
            idempotency.once(
                caller, key, "POST /api/projects", body, Project.class, () -> insert(valid)));
  }

  /// What can be used of a [ProjectBody].
  private record Valid(String key, String name) {}

  private static Outcome<String> key(@Nullable String value) {
    return value != null && KEY.matcher(value).matches()
        ? Outcome.done(value)
        : Outcome.refused(new Invalid("key", "key must be 2 to 10 capital letters A-Z and digits"));
  }

  private Outcome<Project> insert(Valid valid) {
    rights.begin();
    if (repository.keyTaken(valid.key(), null)) {
      return Outcome.refused(keyTaken());
    }
    var project = new Project(Ids.next(), valid.key(), valid.name(), List.of());
    repository.insert(project, clock.instant());
    return Outcome.done(project);
  }

  @Transactional
  public Outcome<Project> change(Caller caller, String id, ProjectBody body) {
    rights.begin();
    return administered(caller, id)
        .then(before -> changed(before, body))
        .then(after -> {
          if (repository.keyTaken(after.key(), id)) {
            return Outcome.refused(keyTaken());
          }
          repository.update(after);
          return get(caller, id);
        });
  }

  private static Outcome<Project> changed(Project before, ProjectBody body) {
    var name = body.name() == null ? Outcome.done(before.name()) : Text.name("name", body.name());
    var key = body.key() == null ? Outcome.done(before.key()) : key(body.key());
    return name.then(newName -> key.map(newKey -> new Project(before.id(), newKey, newName, null)));
  }

  @Transactional
  public Outcome<Project> delete(Caller caller, String id) {
    rights.begin();
    return administered(caller, id)
        .then(project -> {
          var members = memberships.ids(Group.PROJECT, id);
          if (!repository.delete(id)) {
            return Outcome.refused(
                Refusal.conflict(
                    "in_use", "This project has queues or tickets; delete or move them first."));
          }
          rights.peopleChanged(caller, members);
          return Outcome.done(project);
        });
  }

  @Transactional
  public Outcome<Boolean> addMember(Caller caller, String id, String userId) {
    rights.begin();
    return administered(caller, id)
        .then(_ -> memberships.add(caller, Group.PROJECT, id, Memberships.meant(caller, userId)));
  }

  @Transactional
  public Outcome<Boolean> removeMember(Caller caller, String id, String userId) {
    rights.begin();
    return administered(caller, id)
        .then(
            _ -> memberships.remove(caller, Group.PROJECT, id, Memberships.meant(caller, userId)));
  }

  private Outcome<Project> visible(Caller caller, String id) {
    return repository
        .find(id)
        .filter(_ -> caller.isAdmin() || (caller.active() && caller.inProject(id)))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  private Outcome<Project> administered(Caller caller, String id) {
    return visible(caller, id)
        .then(project -> caller.isAdmin() ? Outcome.done(project) : Outcome.refused(adminsOnly()));
  }

  private static Refusal keyTaken() {
    return Refusal.conflict("key_taken", "Another project has that key.");
  }

  private static Refusal adminsOnly() {
    return new Forbidden("Only admins make and change projects.");
  }
}
