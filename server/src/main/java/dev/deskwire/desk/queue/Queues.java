package dev.deskwire.desk.queue;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
import dev.deskwire.desk.platform.Refusal.Invalid;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.platform.http.Idempotency;
import dev.deskwire.desk.project.Projects;
import dev.deskwire.desk.team.Teams;
import dev.deskwire.desk.user.Memberships;
import dev.deskwire.desk.user.Memberships.Group;
import dev.deskwire.desk.user.RightsChanges;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Queues, and who watches them.
@ApplicationScoped
public class Queues {
  private final QueueRepository repository;
  private final Projects projects;
  private final Teams teams;
  private final Memberships memberships;
  private final Callers callers;
  private final RightsChanges rights;
  private final Idempotency idempotency;
  private final InstantSource clock;

  Queues(
      QueueRepository repository,
      Projects projects,
      Teams teams,
      Memberships memberships,
      Callers callers,
      RightsChanges rights,
      Idempotency idempotency,
      InstantSource clock) {
    this.repository = repository;
    this.projects = projects;
    this.teams = teams;
    this.memberships = memberships;
    this.callers = callers;
    this.rights = rights;
    this.idempotency = idempotency;
    this.clock = clock;
  }

  /// The body of `POST /api/queues` and `PATCH /api/queues/{id}`.
  public record QueueBody(
      @Nullable String name, @Nullable String projectId, @Nullable String teamId) {}

  /// The queue of that id, whoever asks.
  public Optional<Queue> find(String id) {
    return repository.find(id);
  }

  public Outcome<Page<Queue>> list(
      Caller caller, @Nullable Integer limit, @Nullable String cursor) {
    return Page.byName(
        limit,
        cursor,
        (after, size) -> caller.isStaff() ? repository.page(caller, after, size) : List.of(),
        Queue::name,
        Queue::id);
  }

  Outcome<Queue> get(Caller caller, String id) {
    return visible(caller, id)
        .map(queue -> queue.with(memberships.people(Group.QUEUE_WATCHERS, id)));
  }

  Outcome<Page<PersonRef>> watchers(
      Caller caller, String id, @Nullable Integer limit, @Nullable String cursor) {
    return visible(caller, id).then(_ -> memberships.page(Group.QUEUE_WATCHERS, id, limit, cursor));
  }

  public Outcome<Queue> create(Caller caller, @Nullable String key, QueueBody body) {
    if (!caller.isAdmin()) {
      return Outcome.refused(adminsOnly());
    }
    return Text.name("name", body.name())
        .then(name ->
            idempotency.once(
                caller,
                key,
                "POST /api/queues",
                body,
                Queue.class,
                () -> insert(caller, name, body)));
  }

  private Outcome<Queue> insert(Caller caller, String name, QueueBody body) {
    rights.begin();
    return project(body.projectId())
        .then(projectId ->
            team(body.teamId())
                .map(teamId -> {
                  var queue = new Queue(Ids.next(), name, projectId, teamId, List.of());
                  repository.insert(queue, clock.instant());
                  rights.queueChanged(caller, queue.id(), projectId, teamId);
                  memberships.queuesChanged(caller, whoSee(queue), List.of(queue.id()));
                  return queue;
                }));
  }

  private Outcome<String> project(@Nullable String id) {
    return id != null && projects.exists(id)
        ? Outcome.done(id)
        : Outcome.refused(new Invalid("projectId", "projectId must be the id of a project"));
  }

  private Outcome<String> team(@Nullable String id) {
    return id != null && teams.exists(id)
        ? Outcome.done(id)
        : Outcome.refused(new Invalid("teamId", "teamId must be the id of a team"));
  }

  /// Renames a queue, or gives it to another team. It stays in its project, as its tickets do.
  @Transactional
  public Outcome<Queue> change(Caller caller, String id, QueueBody body) {
    rights.begin();
    return administered(caller, id)
        .then(before ->
            changed(before, body)
                .then(after -> {
                  repository.update(after);
                  rights.queueChanged(caller, id, after.projectId(), after.teamId());
                  var concerned = whoSee(before);
                  concerned.addAll(whoSee(after));
                  memberships.queuesChanged(caller, concerned, List.of(id));
                  return get(caller, id);
                }));
  }

  /// Whose queue it is: its team's, its project's, and those who watch it; of these, who sees it.
  private Set<String> whoSee(Queue queue) {
    var people = new LinkedHashSet<>(memberships.ids(Group.TEAM, queue.teamId()));
    people.addAll(memberships.ids(Group.PROJECT, queue.projectId()));
    people.addAll(memberships.ids(Group.QUEUE_WATCHERS, queue.id()));
    return callers.byIds(people).stream()
        .filter(queue::visibleTo)
        .map(Caller::id)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private Outcome<Queue> changed(Queue before, QueueBody body) {
    if (body.projectId() != null && !body.projectId().equals(before.projectId())) {
      return Outcome.refused(new Invalid("projectId", "A queue stays in its project"));
    }
    var name = body.name() == null ? Outcome.done(before.name()) : Text.name("name", body.name());
    var team = body.teamId() == null ? Outcome.done(before.teamId()) : team(body.teamId());
    return name.then(newName ->
        team.map(newTeam -> new Queue(before.id(), newName, before.projectId(), newTeam, null)));
  }

  @Transactional
  public Outcome<Queue> delete(Caller caller, String id) {
    rights.begin();
    return administered(caller, id)
        .then(queue -> {
          var watchers = memberships.ids(Group.QUEUE_WATCHERS, id);
          var concerned = whoSee(queue);
          if (!repository.delete(id)) {
            return Outcome.refused(
                Refusal.conflict(
                    "in_use", "This queue has tickets; move them to another queue first."));
          }
          rights.queueChanged(caller, id, queue.projectId(), null);
          rights.peopleChanged(caller, watchers);
          memberships.queuesChanged(caller, concerned, List.of(id));
          return Outcome.done(queue);
        });
  }

  /// Lets a person watch: oneself what one sees, others for admins.
  @Transactional
  public Outcome<Boolean> watch(Caller caller, String id, String userId) {
    rights.begin();
    return watcher(caller, id, userId)
        .then(watcher -> memberships.add(caller, Group.QUEUE_WATCHERS, id, watcher));
  }

  @Transactional
  public Outcome<Boolean> unwatch(Caller caller, String id, String userId) {
    rights.begin();
    return watcher(caller, id, userId)
        .then(watcher -> memberships.remove(caller, Group.QUEUE_WATCHERS, id, watcher));
  }

  private Outcome<String> watcher(Caller caller, String id, String userId) {
    var watcher = Memberships.meant(caller, userId);
    return visible(caller, id)
        .then(_ ->
            caller.isAdmin() || watcher.equals(caller.id())
                ? Outcome.done(watcher)
                : Outcome.refused(new Forbidden("Only admins let others watch.")));
  }

  private Outcome<Queue> visible(Caller caller, String id) {
    return repository
        .find(id)
        .filter(queue -> queue.visibleTo(caller))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  private Outcome<Queue> administered(Caller caller, String id) {
    return visible(caller, id)
        .then(queue -> caller.isAdmin() ? Outcome.done(queue) : Outcome.refused(adminsOnly()));
  }

  private static Refusal adminsOnly() {
    return new Forbidden("Only admins make and change queues.");
  }
}
