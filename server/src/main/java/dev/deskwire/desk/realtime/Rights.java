package dev.deskwire.desk.realtime;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.Optional;

/// The rights that stand at one position of the log.
public interface Rights {
  /// Where a queue lies and who serves it.
  record QueueRights(String projectId, String teamId) {}

  Optional<Caller> person(String userId);

  /// @return empty if there is no such queue
  Optional<QueueRights> queue(String queueId);

  /// Whether `caller` may read the timelines of entities of a type, which is not that of tickets.
  boolean readsTimelines(String entityType, Caller caller);
}
