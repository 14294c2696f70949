package dev.deskwire.desk.presence;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.PersonRef;
import dev.deskwire.desk.presence.PresenceEvent.PresenceUpdated;
import dev.deskwire.desk.presence.PresenceEvent.UserJoined;
import dev.deskwire.desk.presence.PresenceEvent.UserLeft;
import dev.deskwire.desk.presence.PresenceEvent.ViewedPlace;
import dev.deskwire.desk.presence.ProjectView.OnlineUser;
import dev.deskwire.desk.presence.ProjectView.Viewing;
import dev.deskwire.desk.realtime.RightsModel;
import dev.deskwire.desk.user.Availability;
import dev.deskwire.desk.user.User;
import dev.deskwire.desk.user.Users;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who of the staff is online in which project: who has a connection that stands in the project's
/// room, or that says so at another door. And which tickets of the project are viewed.
///
/// Any thread; the methods may block.
@ApplicationScoped
public class ProjectPresence {
  private final VolatileStore store;
  private final VolatileStore.Area<OnlineUser> online;
  private final VolatileStore.Area<Viewing> viewing;
  private final Users users;
  private final RightsModel rights;
  private final InstantSource clock;
  private final PresenceBroadcast broadcast;
  private final PresenceTimer timer;
  private final KeyLocks locks = new KeyLocks();

  /// The projects of which this node tells. Entries come and go under the project's lock.
  private final Map<String, WatchedProject> watched = new ConcurrentHashMap<>();

  /// The projects in which each connection of this node is online, by person.
  private final Map<String, Map<String, Set<String>>> connections = new ConcurrentHashMap<>();

  ProjectPresence(
      VolatileStore store,
      Users users,
      RightsModel rights,
      InstantSource clock,
      PresenceBroadcast broadcast,
      PresenceTimer timer) {
    this.store = store;
    online = store.area("online", OnlineUser.class);
    online.onForeignChange(this::changed);
    viewing = store.area("viewing", Viewing.class);
    viewing.onForeignChange(this::changed);
    this.users = users;
    this.rights = rights;
    this.clock = clock;
    this.broadcast = broadcast;
    this.timer = timer;
    store.onUpheaval(this::sweep);
    timer.every(TicketPresence.SWEEP, this::sweep);
  }

  private void sweep() {
    watched.keySet().forEach(this::changed);
  }

  /// Somebody of the staff is online in a project, and is told who else is. Whether they may be is
  /// the caller's affair, who also says when they may no more.
  public void arrived(String connection, String userId, String projectId) {
    connections.compute(
        userId,
        (_, known) -> {
          Map<String, Set<String>> mine = known == null ? new ConcurrentHashMap<>() : known;
          mine.computeIfAbsent(connection, _ -> ConcurrentHashMap.newKeySet()).add(projectId);
          return mine;
        });
    users
        .find(userId)
        .ifPresent(user -> online.put(projectId, connection, onlineUser(user), Instant.MAX));
    look(projectId, true);
  }

  /// The connection is online in the project no more.
  public void left(String connection, String userId, String projectId) {
    var mine = connections.getOrDefault(userId, Map.of()).get(connection);
    if (mine != null && mine.remove(projectId)) {
      online.remove(projectId, connection);
      changed(projectId);
    }
  }

  /// The connection is lost; if its person does not come back in time, they are online no more.
  public void gone(String connection, String userId) {
    Set<String> projects = new HashSet<>();
    connections.computeIfPresent(
        userId,
        (_, mine) -> {
          projects.addAll(mine.getOrDefault(connection, Set.of()));
          mine.remove(connection);
          return mine.isEmpty() ? null : mine;
        });
    var now = clock.instant();
    var end = now.plus(Tab.GRACE);
    for (var projectId : projects) {
      var present = online.read(projectId, now).get(connection);
      if (present != null) {
        online.put(projectId, connection, present, end);
        var _ = timer.at(end, now, () -> changed(projectId));
      }
    }
  }

  /// Whether this node remembers any connection of this person.
  boolean knows(String userId) {
    return connections.containsKey(userId);
  }

  /// Somebody of the staff says whether one may turn to them.
  ///
  /// @return forbidden to others
  public Outcome<Availability> set(String userId, Availability availability) {
    if (rights.person(userId).filter(Caller::isStaff).isEmpty()) {
      return Outcome.refused(new Refusal.Forbidden("Only staff have an availability."));
    }
    users.availability(userId, availability);
    refresh(userId);
    return Outcome.done(availability);
  }

  /// The name or the availability of somebody may be another now.
  void refresh(String userId) {
    var projects = new HashSet<String>();
    rights.person(userId).ifPresent(person -> projects.addAll(person.projects()));
    connections.getOrDefault(userId, Map.of()).values().forEach(projects::addAll);
    users
        .find(userId)
        .map(ProjectPresence::onlineUser)
        .ifPresent(user -> {
          var now = clock.instant();
          for (var projectId : projects) {
            online
                .read(projectId, now)
                .forEach((connection, present) -> {
                  if (present.userId().equals(userId) && !present.equals(user)) {
                    online.update(projectId, connection, _ -> user);
                  }
                });
            changed(projectId);
          }
        });
  }

  private static OnlineUser onlineUser(User user) {
    return new OnlineUser(user.id(), user.name(), user.availability());
  }

  /// Who is online in the project and what is viewed there, on all nodes.
  public ProjectView view(String projectId) {
    var now = clock.instant();
    return ProjectView.of(
        online.read(projectId, now).values(),
        viewing.read(projectId, now).values(),
        store.isPartial());
  }

  // What the viewers of tickets do

  void views(ViewedPlace place, String connection, Tab tab) {
    viewing.put(
        place.projectId(),
        field(place, connection),
        new Viewing(place.ticketId(), tab.agentId()),
        tab.end());
  }

  void viewsNoMore(ViewedPlace place, String connection) {
    viewing.remove(place.projectId(), field(place, connection));
  }

  private static String field(ViewedPlace place, String connection) {
    return place.ticketId() + " " + connection;
  }

  /// Who is online in the project or views its tickets may be others now.
  void changed(String projectId) {
    look(projectId, false);
  }

  /// @param repeat whether the view goes out even if it is the same
  private void look(String projectId, boolean repeat) {
    locks.run(
        projectId,
        () -> {
          var project = watched.computeIfAbsent(projectId, _ -> new WatchedProject());
          project.noticed(repeat);
          tell(projectId, project);
        });
  }

  /// Tells what is new, if it may go out already, and plans the next look otherwise. However many
  /// come at once, the project is looked at once a second.
  private void tell(String projectId, WatchedProject project) {
    var now = clock.instant();
    if (project.isDue(now)) {
      var before = project.told();
      var view = view(projectId);
      boolean sent = project.become(view, now);
      view.onlineBeyond(before)
          .forEach(user -> broadcast.tell(new UserJoined(projectId, ref(user))));
      before.onlineBeyond(view).forEach(user -> broadcast.tell(new UserLeft(projectId, ref(user))));
      if (sent) {
        broadcast.tell(new PresenceUpdated(projectId, view));
      }
    }
    if (project.isOver(now)) {
      watched.remove(projectId);
    } else if (project.plans()) {
      var _ =
          timer.at(
              project.opensAt(),
              now,
              () -> locks.run(projectId, () -> planned(projectId, project)));
    }
  }

  private void planned(String projectId, WatchedProject project) {
    project.planDone();
    if (watched.get(projectId) == project) {
      tell(projectId, project);
    }
  }

  private static PersonRef ref(OnlineUser user) {
    return new PersonRef(user.userId(), user.name());
  }
}
