package dev.deskwire.desk.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one connection of somebody of the staff does with one ticket. A pure value: what has become
/// of it at a time follows from the times in it, without anybody changing it.
///
/// @param since when this person opened the ticket, perhaps in another tab
/// @param activeAt when they last did anything with it
/// @param viewing whether the ticket is open; who types without having opened it is a viewer for as
///   long as they type
/// @param typingUntil when typing ends by itself; `null` while they do not type
/// @param goneAt since when the connection is lost; `null` while it stands
record Tab(
    String agentId,
    String agentName,
    Instant since,
    Instant activeAt,
    boolean viewing,
    @Nullable Instant typingUntil,
    @Nullable Instant goneAt) {
  /// How long typing lasts that nobody ends (contract, section 4, as are all of these).
  static final Duration TYPING = Duration.ofSeconds(10);

  static final Duration IDLE = Duration.ofMinutes(5);

  static final Duration STALE = Duration.ofMinutes(30);

  /// How long a lost connection may take to come back before anybody notices.
  static final Duration GRACE = Duration.ofSeconds(5);

  /// A tab in which nothing has happened yet.
  static Tab fresh(String agentId, String agentName, Instant since, Instant now) {
    return new Tab(agentId, agentName, since, now, false, null, null);
  }

  Tab viewed(Instant now) {
    return new Tab(agentId, agentName, since, now, true, typingUntil, null);
  }

  Tab typing(Instant now) {
    return new Tab(agentId, agentName, since, now, viewing, now.plus(TYPING), null);
  }

  Tab stoppedTyping(Instant now) {
    return new Tab(agentId, agentName, since, now, viewing, null, null);
  }

  /// The connection is lost.
  Tab gone(Instant now) {
    return goneAt == null
        ? new Tab(agentId, agentName, since, activeAt, viewing, typingUntil, now)
        : this;
  }

  /// The connection is there again. That alone is no activity.
  Tab back() {
    return new Tab(agentId, agentName, since, activeAt, viewing, typingUntil, null);
  }

  /// When its person stops being a viewer by it, if nothing more happens.
  Instant end() {
    var typed = typingUntil == null ? activeAt : typingUntil;
    var open = viewing ? activeAt.plus(STALE) : typed;
    var lost = goneAt == null ? Instant.MAX : goneAt.plus(GRACE);
    return open.isBefore(lost) ? open : lost;
  }

  boolean isPresent(Instant now) {
    return now.isBefore(end());
  }

  /// What its person does at `now`, while it [#isPresent].
  Viewer.Status status(Instant now) {
    if (typingUntil != null && now.isBefore(typingUntil)) {
      return Viewer.Status.TYPING;
    }
    return now.isBefore(activeAt.plus(IDLE)) ? Viewer.Status.VIEWING : Viewer.Status.IDLE;
  }

  /// When the answer of [#status] or [#isPresent] changes next by itself; empty once it is over.
  Optional<Instant> nextChange(Instant now) {
    return isPresent(now)
        ? Stream.of(end(), activeAt.plus(IDLE), typingUntil == null ? end() : typingUntil)
            .filter(now::isBefore)
            .min(Instant::compareTo)
        : Optional.empty();
  }
}
