package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The rights of everyone, in memory, as of the relay's position. The relay alone writes it; any
/// thread may read.
@ApplicationScoped
public class RightsModel implements Rights {
  private final Map<String, Caller> people = new ConcurrentHashMap<>();
  private final Map<String, QueueRights> queues = new ConcurrentHashMap<>();
  private final TimelineReaders timelines;

  RightsModel(TimelineReaders timelines) {
    this.timelines = timelines;
  }

  /// Puts the state of the database in place of what was known.
  void reset(Collection<Caller> allPeople, Map<String, QueueRights> allQueues) {
    people.clear();
    allPeople.forEach(person -> people.put(person.id(), person));
    queues.clear();
    queues.putAll(allQueues);
  }

  /// @return whether anybody may have lost or gained something: a queue that is new or has another
  ///   name takes nothing from anyone
  boolean apply(RightsEvent event) {
    return switch (event) {
      case PersonChanged(var person) -> {
        people.put(person.id(), person);
        yield true;
      }
      case QueueChanged(var queueId, var projectId, var teamId) -> {
        var after = teamId == null ? null : new QueueRights(projectId, teamId);
        var before = after == null ? queues.remove(queueId) : queues.put(queueId, after);
        yield before != null && !before.equals(after);
      }
      // ends connections, not rights: the doors see to it
      case SessionEnded _ -> true;
    };
  }

  @Override
  public Optional<Caller> person(String userId) {
    return Optional.ofNullable(people.get(userId));
  }

  @Override
  public Optional<QueueRights> queue(String queueId) {
    return Optional.ofNullable(queues.get(queueId));
  }

  @Override
  public boolean readsTimelines(String entityType, Caller caller) {
    return timelines.mayRead(entityType, caller);
  }
}
