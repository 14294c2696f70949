package dev.deskwire.desk.event;

import dev.deskwire.desk.platform.AfterTransaction;
import dev.deskwire.desk.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The durable log: appended to within a transaction, read in order. Safe for any thread.
@ApplicationScoped
public class EventLog {
  private static final Logger LOG = Logger.getLogger(EventLog.class);

  /// Between two looks at whether the sequencer has come by; it takes a few milliseconds.
  private static final Duration LOOK = Duration.ofMillis(5);

  private final Jdbi jdbi;
  private final EventVocabulary vocabulary;
  private final InstantSource clock;
  private final TransactionSynchronizationRegistry transactions;
  private final AfterTransaction afterTransaction;
  private final Sequencer sequencer;
  private final List<Reaction<?>> reactions;

  EventLog(
      Jdbi jdbi,
      EventVocabulary vocabulary,
      InstantSource clock,
      TransactionSynchronizationRegistry transactions,
      AfterTransaction afterTransaction,
      Sequencer sequencer,
      @Any Instance<Reaction<?>> reactions) {
    this.jdbi = jdbi;
    this.vocabulary = vocabulary;
    this.clock = clock;
    this.transactions = transactions;
    this.afterTransaction = afterTransaction;
    this.sequencer = sequencer;
    this.reactions = reactions.stream().toList();
  }

  /// Appends `event` to the log as part of the caller's transaction, and lets the other features
  /// react to it within the same. Call it after the rows that it speaks of are locked or written,
  /// so that two events of one thing are appended in the order in which they happened.
  ///
  /// @param actor who did it, `null` for the desk itself
  /// @return the event's id
  /// @throws IllegalStateException if no transaction is under way
  public String append(@Nullable ActorRef actor, DomainEvent event) {
    return append(actor, event, clock.instant());
  }

  /// As [#append(ActorRef, DomainEvent)], for an event that happened at `at`.
  public String append(@Nullable ActorRef actor, DomainEvent event, Instant at) {
    return appendAll(actor, List.of(event), at).getFirst();
  }

  /// Appends several events of one moment, in their order, with one statement.
  ///
  /// @return their ids
  /// @throws IllegalStateException if no transaction is under way
  public List<String> appendAll(
      @Nullable ActorRef actor, List<? extends DomainEvent> events, Instant at) {
    if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
      throw new IllegalStateException(
          "an event is appended by the transaction that makes it true, and there is none");
    }
    if (events.isEmpty()) {
      return List.of();
    }
    var ids = events.stream().map(_ -> Ids.next()).toList();
    jdbi.useHandle(handle -> {
      var batch =
          handle.prepareBatch(
              """
              INSERT INTO event (id, kind, at, actor_id, actor_name, body)
              VALUES (?, ?, ?, ?, ?, ?::jsonb)
              """);
      for (int i = 0; i < events.size(); i++) {
        batch.add(
            ids.get(i),
            vocabulary.kind(events.get(i)),
            at,
            actor == null ? null : actor.id(),
            actor == null ? null : actor.name(),
            vocabulary.write(events.get(i)));
      }
      batch.execute();
    });
    wakeAfterCommit();
    for (var event : events) {
      for (var reaction : reactions) {
        react(reaction, event, actor, at);
      }
    }
    return ids;
  }

  private static <E extends DomainEvent> void react(
      Reaction<E> reaction, DomainEvent event, @Nullable ActorRef actor, Instant at) {
    if (reaction.to().isInstance(event)) {
      reaction.react(reaction.to().cast(event), actor, at);
    }
  }

  /// The sequencer runs on a thread of its own: nothing of the log's may run in the commit.
  private void wakeAfterCommit() {
    if (transactions.getResource(EventLog.class) != null) {
      return;
    }
    transactions.putResource(EventLog.class, true);
    afterTransaction.ifCommitted(sequencer::wake);
  }

  /// The events after position `after`, in order, at most `limit`.
  public List<LoggedEvent> read(long after, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .select(
                """
                SELECT seq, id, kind, at, actor_id, actor_name, body FROM event
                WHERE seq > ? ORDER BY seq LIMIT ?
                """,
                after,
                limit)
            .map((row, _) -> logged(row))
            .list());
  }

  private LoggedEvent logged(ResultSet row) throws SQLException {
    long seq = row.getLong("seq");
    var actorId = row.getString("actor_id");
    return new LoggedEvent(
        seq,
        row.getString("id"),
        row.getTimestamp("at").toInstant(),
        actorId == null ? null : new ActorRef(actorId, row.getString("actor_name")),
        event(seq, row.getString("kind"), row.getString("body")));
  }

  private DomainEvent event(long seq, String kind, String body) {
    try {
      return vocabulary.read(kind, body);
    } catch (PoisonedEventException e) {
      LOG.errorf(e, "Event %d is passed over: it cannot be read", seq);
      return new Poisoned(kind);
    }
  }

  /// Waits until everything that is committed now has its place, as long as `patience` lasts.
  /// Blocks.
  ///
  /// @return a position behind all of it
  public long settled(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    long newest =
        jdbi.withHandle(handle ->
            handle.select("SELECT coalesce(max(append_id), 0) FROM event").mapTo(Long.class).one());
    while (waiting(newest) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK.toNanos());
    }
    return head();
  }

  private boolean waiting(long upTo) {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT EXISTS (SELECT FROM event WHERE seq IS NULL AND append_id <= ?)", upTo)
            .mapTo(Boolean.class)
            .one());
  }

  /// The last position given out; 0 while the log is empty.
  public long head() {
    return jdbi.withHandle(
        handle -> handle.select("SELECT seq FROM event_head").mapTo(Long.class).one());
  }

  /// The position of the last event that is committed now, once all of them have theirs.
  public long committed() {
    return jdbi.withHandle(handle ->
        handle
            .select("SELECT seq + (SELECT count(*) FROM event WHERE seq IS NULL) FROM event_head")
            .mapTo(Long.class)
            .one());
  }

  /// The first position that is still kept, or empty when none is.
  public OptionalLong oldest() {
    return jdbi.withHandle(handle ->
            handle
                .select("SELECT seq FROM event WHERE seq IS NOT NULL ORDER BY seq LIMIT 1")
                .mapTo(Long.class)
                .findOne())
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }
}
