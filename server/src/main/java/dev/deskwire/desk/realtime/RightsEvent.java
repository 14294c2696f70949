package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.platform.auth.Caller;
import org.jspecify.annotations.Nullable;

/// A change of rights: a row of no audience that every node applies at its place in the order. Each
/// carries the whole state after the change, so that applying it twice does no harm.
public sealed interface RightsEvent extends DomainEvent {

  /// A person was added, or their roles, memberships, watched queues, name or activity changed.
  @EventKind("rights.person")
  record PersonChanged(Caller person) implements RightsEvent {}

  /// A queue was made, or moved to another team.
  ///
  /// @param teamId `null` once the queue is gone
  @EventKind("rights.queue")
  record QueueChanged(String queueId, String projectId, @Nullable String teamId)
      implements RightsEvent {}

  /// A session or all sessions of a person ended: their sockets close at once.
  ///
  /// @param sessionId `null` for all sessions and tokens of the person
  /// @param except a session that goes on, when all others end
  @EventKind("rights.session_ended")
  record SessionEnded(String userId, @Nullable String sessionId, @Nullable String except)
      implements RightsEvent {}
}
