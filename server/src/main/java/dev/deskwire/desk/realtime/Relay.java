package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventLog;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.event.Sequencer;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.realtime.Rights.QueueRights;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// Tails the log of this node: one thread reads what is new, in order, and hands each event to the
/// doors. It wakes when the sequencer of any node has numbered events, and looks each second
/// anyway.
@ApplicationScoped
public class Relay {
  private static final Logger LOG = Logger.getLogger(Relay.class);

  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final int BATCH = 500;

  private final EventLog log;
  private final AudienceRules rules;
  private final RightsModel rights;
  private final Callers callers;
  private final Jdbi jdbi;
  private final DataSource dataSource;
  private final DeliveryOrder order;
  private final List<Door> doors;
  private final List<EventWatcher> watchers;
  private volatile @Nullable Thread runner;

  Relay(
      EventLog log,
      AudienceRules rules,
      RightsModel rights,
      Callers callers,
      Jdbi jdbi,
      DataSource dataSource,
      DeliveryOrder order,
      @Any Instance<Door> doors,
      @Any Instance<EventWatcher> watchers) {
    this.log = log;
    this.rules = rules;
    this.rights = rights;
    this.callers = callers;
    this.jdbi = jdbi;
    this.dataSource = dataSource;
    this.order = order;
    this.doors = doors.stream().toList();
    this.watchers = watchers.stream().toList();
  }

  /// Reads the rights as they stand and starts to deliver from there.
  public void start() {
    if (runner == null) {
      load();
      runner = Thread.ofPlatform().name("relay").daemon().start(this::run);
    }
  }

  /// Waits for the thread to give back its connection, before the pool closes it.
  void stop(@Observes ShutdownEvent shutdown) {
    var running = runner;
    if (running == null) {
      return;
    }
    running.interrupt();
    try {
      jdbi.useHandle(handle -> handle.execute("NOTIFY " + Sequencer.CHANNEL));
    } catch (RuntimeException e) {
      LOG.debugf("Nothing wakes the relay: %s", e.getMessage());
    }
    try {
      running.join(LOOK.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// The position up to which this node has delivered.
  public long position() {
    return order.position();
  }

  /// The position first, the rights after it: what the tables hold beyond the position comes again
  /// as an event, and applying a right twice changes nothing.
  private void load() {
    order.reset(log.head());
    rights.reset(callers.all(), queues());
  }

  private Map<String, QueueRights> queues() {
    return jdbi.withHandle(handle -> {
      var queues = new HashMap<String, QueueRights>();
      handle
          .select("SELECT id, project_id, team_id FROM queue")
          .map((row, _) ->
              queues.put(
                  row.getString("id"),
                  new QueueRights(row.getString("project_id"), row.getString("team_id"))))
          .list();
      return queues;
    });
  }

  private void run() {
    boolean failing = false;
    while (!Thread.currentThread().isInterrupted()) {
      try (var connection = dataSource.getConnection()) {
        var wakes = listen(connection);
        failing = false;
        while (!Thread.currentThread().isInterrupted()) {
          drain();
          wakes.getNotifications(Math.toIntExact(LOOK.toMillis()));
        }
      } catch (SQLException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
        if (!failing) {
          LOG.warnf("Delivery waits for the database: %s", e.getMessage());
        }
        failing = true;
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private static PGConnection listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("LISTEN " + Sequencer.CHANNEL);
    }
    return connection.unwrap(PGConnection.class);
  }

  private void drain() {
    List<LoggedEvent> batch;
    do {
      batch = log.read(order.position(), BATCH);
      if (!batch.isEmpty() && batch.getFirst().seq() != order.position() + 1) {
        startOver();
        return;
      }
      for (var event : batch) {
        order.deliver(event.seq(), () -> relay(event));
        watchers.forEach(watcher -> watcher.delivered(event));
      }
    } while (batch.size() == BATCH);
  }

  /// The log was shortened beyond what this node has delivered, as it stood still for longer than
  /// `EVENT_RETENTION`. What it knows of rights is out of date.
  private void startOver() {
    LOG.warn("This node fell behind the log; its connections are closed and come back");
    order.between(_ -> {
      load();
      doors.forEach(Door::restart);
    });
  }

  /// A row that no rule can deliver goes to nobody and holds up no other.
  private void relay(LoggedEvent event) {
    try {
      if (event.event() instanceof RightsEvent change) {
        if (rights.apply(change)) {
          atEachDoor(event, door -> door.applied(change));
        }
        return;
      }
      var delivery = rules.deliver(event.event(), rights);
      if (!delivery.isNone()) {
        atEachDoor(event, door -> door.deliver(event, delivery));
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "Event %d is delivered to nobody", event.seq());
    }
  }

  /// What fails at one door holds up no other.
  private void atEachDoor(LoggedEvent event, Consumer<Door> action) {
    for (var door : doors) {
      try {
        action.accept(door);
      } catch (RuntimeException e) {
        LOG.errorf(e, "Event %d fails at a door", event.seq());
      }
    }
  }
}
