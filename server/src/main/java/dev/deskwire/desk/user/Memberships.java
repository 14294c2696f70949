package dev.deskwire.desk.user;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.Cursor;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Page;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.platform.auth.PersonRef;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Who belongs to what. Whether `caller` may look or change is for the feature that the group
/// belongs to. What changes belongs into that feature's transaction, after [RightsChanges#begin].
@ApplicationScoped
public class Memberships {
  /// What people belong to.
  public enum Group {
    TEAM("team_member", "team_id", "team_id"),
    PROJECT("project_member", "project_id", "project_id"),
    QUEUE_WATCHERS("queue_watcher", "queue_id", "id");

    private final String table;
    private final String column;

    /// What names the group in a row of `queue`.
    private final String ofQueue;

    Group(String table, String column, String ofQueue) {
      this.table = table;
      this.column = column;
      this.ofQueue = ofQueue;
    }
  }

  private final Jdbi jdbi;
  private final Callers callers;
  private final RightsChanges rights;
  private final EventLog log;

  Memberships(Jdbi jdbi, Callers callers, RightsChanges rights, EventLog log) {
    this.jdbi = jdbi;
    this.callers = callers;
    this.rights = rights;
    this.log = log;
  }

  /// The id that a path means: `me` is the caller.
  public static String meant(Caller caller, String idOrMe) {
    return idOrMe.equals("me") ? caller.id() : idOrMe;
  }

  /// Lets a person belong.
  ///
  /// @return whether they did not before; refused if there is no such person
  public Outcome<Boolean> add(Caller actor, Group group, String groupId, String userId) {
    return change(
        actor,
        userId,
        group,
        groupId,
        "INSERT INTO %s (%s, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING");
  }

  /// Lets a person belong no longer.
  ///
  /// @return whether they did before; refused if there is no such person
  public Outcome<Boolean> remove(Caller actor, Group group, String groupId, String userId) {
    return change(actor, userId, group, groupId, "DELETE FROM %s WHERE %s = ? AND user_id = ?");
  }

  private Outcome<Boolean> change(
      Caller actor, String userId, Group group, String groupId, String template) {
    var before = callers.byId(userId);
    if (before.isEmpty()) {
      return Outcome.refused(Refusal.notFound());
    }
    var statement = template.formatted(group.table, group.column);
    boolean changed = jdbi.withHandle(handle -> handle.execute(statement, groupId, userId)) == 1;
    if (changed) {
      rights.personChanged(actor, userId);
      var known = queuesOf(before.get());
      known.addAll(queuesOf(callers.byId(userId).orElseThrow()));
      known.retainAll(queues(group, groupId));
      queuesChanged(actor, List.of(userId), known);
    }
    return Outcome.done(changed);
  }

  /// Appends which queues another role has given to a person or taken from them. Call it after the
  /// change of rights.
  void rolesChanged(Caller actor, Caller before) {
    var lost = queuesOf(before);
    var gained = queuesOf(callers.byId(before.id()).orElseThrow());
    var kept = new HashSet<>(lost);
    kept.retainAll(gained);
    gained.addAll(lost);
    gained.removeAll(kept);
    queuesChanged(actor, List.of(before.id()), gained);
  }

  /// The queues of a person: those of their teams and projects, and those that they watch and see.
  /// Nobody but staff has any.
  private Set<String> queuesOf(Caller person) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT id FROM queue
                WHERE (:staff AND (team_id = ANY (:teams) OR project_id = ANY (:projects)))
                    OR (:admin AND id = ANY (:watching))
                """)
            .bind("staff", person.isStaff())
            .bind("admin", person.isAdmin())
            .bindArray("teams", String.class, List.copyOf(person.teams()))
            .bindArray("projects", String.class, List.copyOf(person.projects()))
            .bindArray("watching", String.class, List.copyOf(person.watching()))
            .mapTo(String.class)
            .collect(Collectors.toCollection(HashSet::new)));
  }

  private List<String> queues(Group group, String groupId) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT id FROM queue WHERE %s = ?".formatted(group.ofQueue), groupId)
            .mapTo(String.class)
            .list());
  }

  /// Appends that these people's queues changed: they were given or taken, or have changed
  /// themselves. Call it after the change of rights, if it is one, so that nobody hears of it too
  /// early.
  ///
  /// @param userIds none but who saw all of these queues before, or sees them now
  public void queuesChanged(Caller actor, Collection<String> userIds, Collection<String> queueIds) {
    if (!userIds.isEmpty() && !queueIds.isEmpty()) {
      log.append(
          ActorRef.of(actor),
          new OwnQueuesEvent.Changed(List.copyOf(userIds), List.copyOf(queueIds)));
    }
  }

  /// Ids of all who belong.
  public List<String> ids(Group group, String groupId) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                "SELECT user_id FROM %s WHERE %s = ?".formatted(group.table, group.column), groupId)
            .mapTo(String.class)
            .list());
  }

  /// All who belong, by name.
  public List<PersonRef> people(Group group, String groupId) {
    return people(group, groupId, List.of(), Optional.empty());
  }

  /// A page of those who belong, by name.
  public Outcome<Page<PersonRef>> page(
      Group group, String groupId, @Nullable Integer limit, @Nullable String cursor) {
    return Page.limit(limit, Page.MAX)
        .then(size ->
            (cursor == null ? Outcome.done(List.<String>of()) : Cursor.decode(cursor, 2))
                .map(after ->
                    Page.of(
                        people(group, groupId, after, Optional.of(size + 1)),
                        size,
                        person -> Cursor.encode(person.name(), person.id()))));
  }

  /// @param after name and id of the person before, empty at the beginning
  private List<PersonRef> people(
      Group group, String groupId, List<String> after, Optional<Integer> limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT u.id, u.name FROM %s m JOIN app_user u ON u.id = m.user_id
                WHERE m.%s = :group
                    AND (:afterName::text IS NULL OR (u.name, u.id) > (:afterName, :afterId))
                ORDER BY u.name, u.id LIMIT :limit
                """
                    .formatted(group.table, group.column))
            .bind("group", groupId)
            .bind("afterName", after.isEmpty() ? null : after.get(0))
            .bind("afterId", after.isEmpty() ? null : after.get(1))
            .bind("limit", limit.orElse(null))
            .map((row, _) -> new PersonRef(row.getString("id"), row.getString("name")))
            .list());
  }
}
