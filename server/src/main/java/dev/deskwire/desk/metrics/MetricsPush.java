package dev.deskwire.desk.metrics;

import dev.deskwire.desk.comment.CommentEvent;
import dev.deskwire.desk.event.LoggedEvent;
import dev.deskwire.desk.platform.ScheduledJobs;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.realtime.Delivery;
import dev.deskwire.desk.realtime.EphemeralEvents;
import dev.deskwire.desk.realtime.EventWatcher;
import dev.deskwire.desk.realtime.Listeners;
import dev.deskwire.desk.realtime.Rights;
import dev.deskwire.desk.realtime.RoomName;
import dev.deskwire.desk.ticket.TicketEvent;
import dev.deskwire.desk.ticket.TicketField;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Tells those who stand in a queue's room of its metrics: when they change, at most once a second,
/// and at each reconciliation. Each node tells its own, and nobody computes for an empty room.
///
/// All of it happens on one thread of its own, which reads the database.
@ApplicationScoped
class MetricsPush implements EventWatcher {
  private static final Logger LOG = Logger.getLogger(MetricsPush.class);

  private final Metrics metrics;
  private final MetricsRepository repository;
  private final Reconciliation reconciliation;
  private final ScheduledJobs jobs;
  private final Listeners listeners;
  private final EphemeralEvents events;
  private final Rights rights;
  private final Duration interval;
  private final boolean serving;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("metrics").daemon().factory());
  private final Pace pace = new Pace();

  /// What each room with somebody in it was told last.
  private final Map<String, QueueMetrics> told = new HashMap<>();

  MetricsPush(
      Metrics metrics,
      MetricsRepository repository,
      Reconciliation reconciliation,
      ScheduledJobs jobs,
      Listeners listeners,
      EphemeralEvents events,
      Rights rights,
      Settings settings,
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    this.metrics = metrics;
    this.repository = repository;
    this.reconciliation = reconciliation;
    this.jobs = jobs;
    this.listeners = listeners;
    this.events = events;
    this.rights = rights;
    interval = settings.metricsUpdateInterval();
    this.serving = serving;
  }

  void start(@Observes StartupEvent started) {
    if (serving) {
      var _ =
          thread.scheduleWithFixedDelay(
              () -> quietly("The reconciliation of queue metrics failed", this::reconcile),
              interval.toMillis(),
              interval.toMillis(),
              TimeUnit.MILLISECONDS);
    }
  }

  void stop(@Observes ShutdownEvent shutdown) {
    thread.shutdownNow();
  }

  @Override
  public void delivered(LoggedEvent event) {
    var queues = queuesOf(event).toList();
    if (!queues.isEmpty() && !thread.isShutdown()) {
      thread.execute(() -> queues.forEach(this::soon));
    }
  }

  /// The queues whose metrics an event may have changed.
  private static Stream<String> queuesOf(LoggedEvent logged) {
    return switch (logged.event()) {
      case TicketEvent.Changed changed when Counted.isChangedBy(changed) ->
          Stream.of(changed.access().queueId(), changed.from(TicketField.QUEUE))
              .flatMap(Stream::ofNullable);
      case TicketEvent.Created created -> Stream.ofNullable(created.access().queueId());
      case TicketEvent.Deleted deleted -> Stream.ofNullable(deleted.access().queueId());
      case CommentEvent comment when !comment.internal() ->
          Stream.ofNullable(comment.access().queueId());
      default -> Stream.empty();
    };
  }

  private void soon(String queueId) {
    pace.changed(queueId, System.nanoTime()).ifPresent(wait -> after(wait, queueId));
  }

  private void after(Duration wait, String queueId) {
    var _ =
        thread.schedule(
            () -> {
              pace.due(queueId);
              quietly("The metrics of a queue were not told", () -> tell(queueId));
            },
            wait.toNanos(),
            TimeUnit.NANOSECONDS);
  }

  private static void quietly(String failure, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      // the next change, or the next reconciliation, tells again
      LOG.warnf(e, "%s", failure);
    }
  }

  private void tell(String queueId) {
    var room = new RoomName.OfQueue(queueId);
    if (listeners.in(room).isEmpty()) {
      told.remove(queueId);
      return;
    }
    var now = metrics.of(queueId);
    var before = told.put(queueId, now);
    if (before != null && now.sameAs(before)) {
      return;
    }
    pace.told(queueId, System.nanoTime());
    events.send(
        new Delivery(
            List.of("queue:metrics_updated"),
            now.fields(),
            Set.of(room),
            caller -> room.admits(caller, rights)));
  }

  /// One node counts; each tells its own.
  private void reconcile() {
    if (jobs.claim("metrics-reconciliation", interval)) {
      reconciliation.run();
    }
    told.clear();
    repository.queues().forEach(this::soon);
  }
}
