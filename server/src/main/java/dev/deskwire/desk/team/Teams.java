package dev.deskwire.desk.team;

import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Refusal.Forbidden;
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
import org.jspecify.annotations.Nullable;

/// Teams, and who is in them.
@ApplicationScoped
public class Teams {
  private final TeamRepository repository;
  private final Memberships memberships;
  private final RightsChanges rights;
  private final Idempotency idempotency;
  private final InstantSource clock;

  Teams(
      TeamRepository repository,
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

  /// The body of `POST /api/teams` and `PATCH /api/teams/{id}`.
  public record TeamBody(@Nullable String name) {}

  public boolean exists(String id) {
    return repository.find(id).isPresent();
  }

  public Outcome<Page<Team>> list(Caller caller, @Nullable Integer limit, @Nullable String cursor) {
    return Page.byName(
        limit,
        cursor,
        (after, size) -> repository.page(among(caller), after, size),
        Team::name,
        Team::id);
  }

  private static @Nullable Set<String> among(Caller caller) {
    if (caller.isAdmin()) {
      return null;
    }
    return caller.isStaff() ? caller.teams() : Set.of();
  }

  /// The team, if `caller` may see it: its own staff and admins may.
  public Outcome<Team> read(Caller caller, String id) {
    return visible(caller, id);
  }

  Outcome<Team> get(Caller caller, String id) {
    return visible(caller, id).map(team -> team.with(memberships.people(Group.TEAM, id)));
  }

  Outcome<Page<PersonRef>> members(
      Caller caller, String id, @Nullable Integer limit, @Nullable String cursor) {
    return visible(caller, id).then(_ -> memberships.page(Group.TEAM, id, limit, cursor));
  }

  public Outcome<Team> create(Caller caller, @Nullable String key, TeamBody body) {
    if (!caller.isAdmin()) {
      return Outcome.refused(adminsOnly());
    }
    return Text.name("name", body.name())
        .then(name ->
            idempotency.once(caller, key, "POST /api/teams", body, Team.class, () -> insert(name)));
  }

  private Outcome<Team> insert(String name) {
    var team = new Team(Ids.next(), name, List.of());
    repository.insert(team, clock.instant());
    return Outcome.done(team);
  }

  @Transactional
  public Outcome<Team> change(Caller caller, String id, TeamBody body) {
    return administered(caller, id)
        .then(team ->
            body.name() == null ? Outcome.done(team.name()) : Text.name("name", body.name()))
        .then(name -> {
          repository.rename(id, name);
          return get(caller, id);
        });
  }

  @Transactional
  public Outcome<Team> delete(Caller caller, String id) {
    rights.begin();
    return administered(caller, id)
        .then(team -> {
          var members = memberships.ids(Group.TEAM, id);
          if (!repository.delete(id)) {
            return Outcome.refused(
                Refusal.conflict(
                    "in_use", "This team serves queues; give them to another team first."));
          }
          rights.peopleChanged(caller, members);
          return Outcome.done(team);
        });
  }

  @Transactional
  public Outcome<Boolean> addMember(Caller caller, String id, String userId) {
    rights.begin();
    return administered(caller, id)
        .then(_ -> memberships.add(caller, Group.TEAM, id, Memberships.meant(caller, userId)));
  }

  @Transactional
  public Outcome<Boolean> removeMember(Caller caller, String id, String userId) {
    rights.begin();
    return administered(caller, id)
        .then(_ -> memberships.remove(caller, Group.TEAM, id, Memberships.meant(caller, userId)));
  }

  private Outcome<Team> visible(Caller caller, String id) {
    return repository
        .find(id)
        .filter(_ -> caller.isAdmin() || (caller.isStaff() && caller.inTeam(id)))
        .map(Outcome::done)
        .orElseGet(() -> Outcome.refused(Refusal.notFound()));
  }

  private Outcome<Team> administered(Caller caller, String id) {
    return visible(caller, id)
        .then(team -> caller.isAdmin() ? Outcome.done(team) : Outcome.refused(adminsOnly()));
  }

  private static Refusal adminsOnly() {
    return new Forbidden("Only admins make and change teams.");
  }
}
