package dev.deskwire.desk.user;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import java.util.List;

/// The queues of somebody changed: those that they serve in a team, see in a project, or see and
/// watch.
public sealed interface OwnQueuesEvent extends DomainEvent {

  /// @param userIds whose queues: all of them saw each of the queues before or see it now
  /// @param queueIds the queues that they gained or lost, or that have changed
  @EventKind("user.queues_changed")
  record Changed(List<String> userIds, List<String> queueIds) implements OwnQueuesEvent {}
}
