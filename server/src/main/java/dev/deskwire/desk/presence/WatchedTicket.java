package dev.deskwire.desk.presence;

import dev.deskwire.desk.presence.PresenceEvent.ViewedPlace;
import dev.deskwire.desk.ticket.StoredTicket;
import dev.deskwire.desk.ticket.TicketAccess;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A ticket whose viewers this node tells of: what it told last and when, and who works on the
/// ticket. Touched under the ticket's lock, but for what says otherwise.
final class WatchedTicket {
  private final String id;

  /// Who has asked for the ticket through this node, noted before their right is looked up: a
  /// change of rights that comes meanwhile finds them here.
  private final Set<String> visitors = ConcurrentHashMap.newKeySet();

  private volatile @Nullable TicketAccess access;
  private long version = -1;
  private List<Viewer> told;
  private Throttle throttle = Throttle.OPEN;
  private @Nullable Future<?> planned;

  /// @param told the viewers that there are already, by other nodes: they are no news
  WatchedTicket(String id, List<Viewer> told) {
    this.id = id;
    this.told = told;
  }

  String id() {
    return id;
  }

  void visitedBy(String userId) {
    visitors.add(userId);
  }

  /// Any thread.
  boolean isVisitedBy(String userId) {
    return visitors.contains(userId);
  }

  /// Any thread.
  boolean isIn(String queueId) {
    var known = access;
    return known == null || queueId.equals(known.queueId());
  }

  /// The ticket as it is in the database.
  void found(StoredTicket stored) {
    var _ = moved(stored.ticket().version(), stored.access());
  }

  /// The ticket as an event has it.
  ///
  /// @return whether that is news
  boolean moved(long newVersion, TicketAccess newAccess) {
    if (newVersion < version) {
      return false;
    }
    version = newVersion;
    access = newAccess;
    return true;
  }

  /// Whether somebody has been let in, so that it is known who works on the ticket.
  boolean isKnown() {
    return access != null;
  }

  /// Once it [#isKnown].
  ViewedPlace place() {
    return new ViewedPlace(id, Objects.requireNonNull(access));
  }

  List<Viewer> told() {
    return told;
  }

  /// These are the viewers now.
  ///
  /// @return what is new
  ViewersChange become(List<Viewer> viewers) {
    var change = new ViewersChange(told, viewers);
    told = viewers;
    throttle = throttle.with(!change.isNone());
    return change;
  }

  /// Whether the list of viewers goes out now; if so, it counts as sent.
  boolean sends(Instant now) {
    boolean due = throttle.isDue(now);
    if (due) {
      throttle = throttle.sent(now);
    }
    return due;
  }

  /// Whether there is nothing left to tell of, nor to wait for.
  boolean isOver(Instant now) {
    return told.isEmpty() && throttle.isIdle(now);
  }

  /// When there is something to do again.
  ///
  /// @param viewersChange when the viewers change by themselves, or never
  Instant nextLook(Instant viewersChange) {
    boolean waits = throttle.waiting() || told.isEmpty();
    return waits && throttle.opensAt().isBefore(viewersChange) ? throttle.opensAt() : viewersChange;
  }

  /// @param next takes the place of what was planned; `null` plans nothing
  void plan(@Nullable Future<?> next) {
    if (planned != null) {
      planned.cancel(false);
    }
    planned = next;
  }
}
