package dev.deskwire.desk.user;

import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.realtime.RightsEvent.PersonChanged;
import dev.deskwire.desk.realtime.RightsEvent.QueueChanged;
import dev.deskwire.desk.realtime.RightsEvent.SessionEnded;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Orders the changes of rights and tells the log of them. All methods belong into the transaction
/// that makes the change.
@ApplicationScoped
public class RightsChanges {
  /// Any number that no other advisory lock of the desk has: "desk" in ASCII.
  private static final int LOCK = 0x6465736b;

  private final Jdbi jdbi;
  private final Callers callers;
  private final EventLog log;

  RightsChanges(Jdbi jdbi, Callers callers, EventLog log) {
    this.jdbi = jdbi;
    this.callers = callers;
    this.log = log;
  }

  /// Waits until no other transaction, on any node, changes rights, and keeps the others waiting
  /// until this one ends. What is read afterwards is what the change starts from.
  public void begin() {
    jdbi.useHandle(handle -> handle.execute("SELECT pg_advisory_xact_lock(?)", LOCK));
  }

  /// Appends what the person may do from now on. Call it after the change is written.
  public void personChanged(@Nullable Caller actor, String userId) {
    peopleChanged(actor, List.of(userId));
  }

  /// As [#personChanged], for several people.
  public void peopleChanged(@Nullable Caller actor, Collection<String> userIds) {
    for (var person : callers.byIds(userIds)) {
      log.append(ref(actor), new PersonChanged(person));
    }
  }

  /// Appends where a queue lies and who serves it from now on.
  ///
  /// @param teamId `null` once the queue is gone
  public void queueChanged(
      @Nullable Caller actor, String queueId, String projectId, @Nullable String teamId) {
    log.append(ref(actor), new QueueChanged(queueId, projectId, teamId));
  }

  /// Appends that a session, or all of a person's, ended; their sockets close.
  ///
  /// @param sessionId `null` for all sessions and tokens
  /// @param except a session that goes on
  void sessionEnded(
      @Nullable Caller actor, String userId, @Nullable String sessionId, @Nullable String except) {
    log.append(ref(actor), new SessionEnded(userId, sessionId, except));
  }

  private static @Nullable ActorRef ref(@Nullable Caller actor) {
    return actor == null ? null : ActorRef.of(actor);
  }
}
