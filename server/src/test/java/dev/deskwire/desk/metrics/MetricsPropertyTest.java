package dev.deskwire.desk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.deskwire.desk.comment.Comments;
import dev.deskwire.desk.comment.WriteComment;
import dev.deskwire.desk.metrics.QueueMetrics.Percentiles;
import dev.deskwire.desk.platform.auth.Caller;
import dev.deskwire.desk.platform.auth.Callers;
import dev.deskwire.desk.queue.Queues;
import dev.deskwire.desk.queue.Queues.QueueBody;
import dev.deskwire.desk.testing.People;
import dev.deskwire.desk.testing.World;
import dev.deskwire.desk.ticket.CreateTicket;
import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import dev.deskwire.desk.ticket.Tickets;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random streams of changes on two queues: the kept metrics equal those of a naive model, which
/// counts what it did and knows no SQL.
@QuarkusTest
class MetricsPropertyTest {
  private static final List<Status> DONE = List.of(Status.RESOLVED, Status.CLOSED);

  @Inject People people;
  @Inject Callers callers;
  @Inject Queues queues;
  @Inject Tickets tickets;
  @Inject Comments comments;
  @Inject Metrics metrics;
  @Inject MetricsRepository repository;

  /// What the model knows of a ticket.
  private static final class Modelled {
    final String id;
    final Instant createdAt;
    @Nullable String queue;
    Status status = Status.OPEN;
    Priority priority;
    boolean assigned;
    @Nullable Instant doneAt;
    final List<Reply> replies = new ArrayList<>();

    Modelled(String id, Instant createdAt, @Nullable String queue, Priority priority) {
      this.id = id;
      this.createdAt = createdAt;
      this.queue = queue;
      this.priority = priority;
    }

    @Nullable Duration firstResponse(Instant since) {
      return replies.isEmpty() || !replies.getFirst().at().isAfter(since)
          ? null
          : Duration.between(createdAt, replies.getFirst().at());
    }

    @Nullable Duration resolution(Instant since) {
      var done = doneAt;
      return done == null || !done.isAfter(since) ? null : Duration.between(createdAt, done);
    }
  }

  private record Reply(String id, Instant at) {}

  private World world;
  private Caller admin;
  private Caller reporter;
  private List<String> places;
  private Instant now;
  private Random random = new Random(0);
  private List<Modelled> model;

  @BeforeEach
  void makeWorld() {
    world = World.create(people);
    admin = callers.byId(world.admin().id()).orElseThrow();
    reporter = callers.byId(world.sales().id()).orElseThrow();
    var second =
        queues
            .create(admin, null, new QueueBody("Second", world.project(), world.team()))
            .orRefuse();
    places = List.of(world.queue(), second.id());
    model = new ArrayList<>();
    now = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofDays(10));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void keptMetricsEqualANaiveRecount(long seed) {
    random = new Random(seed);

    for (int step = 0; step < 120; step++) {
      now = now.plusMillis(random.nextLong(Duration.ofHours(4).toMillis()));
      if (now.isAfter(Instant.now())) {
        now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      }
      change();
      if (step % 20 == 19) {
        for (var queue : places) {
          var kept = metrics.of(queue);
          assertThat(kept).isEqualTo(recount(queue, kept.at()));
        }
      }
    }
    assertThat(repository.drift()).noneMatch(drift -> places.contains(drift.counted().queueId()));
    assertThat(repository.mistimed(Instant.EPOCH))
        .doesNotContainAnyElementsOf(model.stream().map(ticket -> ticket.id).toList());
  }

  private void change() {
    if (model.isEmpty() || random.nextInt(5) == 0) {
      create();
      return;
    }
    var ticket = model.get(random.nextInt(model.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> status(ticket, pick(Status.values()));
      case 2 -> {
        ticket.priority = pick(Priority.values());
        patch(ticket, "priority", ticket.priority.wire());
      }
      case 3 -> {
        ticket.assigned = random.nextBoolean();
        patch(ticket, "assigneeId", ticket.assigned ? admin.id() : null);
      }
      case 4 -> {
        ticket.queue = place();
        patch(ticket, "queueId", ticket.queue);
      }
      case 5 -> comment(ticket);
      case 6 -> uncomment(ticket);
      default -> {
        if (random.nextInt(4) == 0) {
          tickets.delete(admin, ticket.id).orRefuse();
          model.remove(ticket);
        }
      }
    }
  }

  private void create() {
    var queue = place();
    var priority = pick(Priority.values());
    var created =
        tickets
            .create(
                admin,
                new CreateTicket(
                    world.project(),
                    queue,
                    "t",
                    "",
                    priority.wire(),
                    null,
                    null,
                    null,
                    reporter.id()),
                now)
            .orRefuse();
    model.add(new Modelled(created.id(), now, queue, priority));
  }

  private void status(Modelled ticket, Status status) {
    if (DONE.contains(status) && !DONE.contains(ticket.status)) {
      ticket.doneAt = now;
    } else if (!DONE.contains(status)) {
      ticket.doneAt = null;
    }
    ticket.status = status;
    patch(ticket, "status", status.wire());
  }

  private void patch(Modelled ticket, String field, @Nullable String value) {
    var patch = JsonNodeFactory.instance.objectNode().put(field, value);
    var _ = tickets.patch(admin, ticket.id, "*", patch, now).orRefuse();
  }

  private void comment(Modelled ticket) {
    boolean ofStaff = random.nextBoolean();
    boolean internal = ofStaff && random.nextInt(3) == 0;
    var written =
        comments
            .write(
                ofStaff ? admin : reporter,
                ticket.id,
                new WriteComment("said", internal, null, null, null),
                now)
            .orRefuse();
    if (ofStaff && !internal) {
      ticket.replies.add(new Reply(written.id(), now));
    }
    boolean awaited = ticket.status == Status.WAITING || ticket.status == Status.RESOLVED;
    if (!ofStaff && awaited) {
      ticket.status = Status.OPEN;
      ticket.doneAt = null;
    }
  }

  private void uncomment(Modelled ticket) {
    if (!ticket.replies.isEmpty()) {
      var reply = ticket.replies.remove(random.nextInt(ticket.replies.size()));
      var _ = comments.delete(admin, ticket.id, reply.id()).orRefuse();
    }
  }

  private @Nullable String place() {
    int choice = random.nextInt(places.size() + 1);
    return choice == places.size() ? null : places.get(choice);
  }

  private <T> T pick(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private QueueMetrics recount(String queue, Instant at) {
    var here = model.stream().filter(ticket -> queue.equals(ticket.queue)).toList();
    var byStatus = new EnumMap<Status, Long>(Status.class);
    for (var status : Status.values()) {
      byStatus.put(status, here.stream().filter(ticket -> ticket.status == status).count());
    }
    var byPriority = new EnumMap<Priority, Long>(Priority.class);
    for (var priority : Priority.values()) {
      byPriority.put(priority, here.stream().filter(ticket -> ticket.priority == priority).count());
    }
    var since = at.minus(Duration.ofDays(7));
    return new QueueMetrics(
        queue,
        at,
        here.size(),
        byStatus,
        byPriority,
        here.stream().filter(ticket -> !ticket.assigned).count(),
        here.stream()
            .filter(ticket -> !DONE.contains(ticket.status))
            .map(ticket -> ticket.createdAt)
            .min(Comparator.naturalOrder())
            .orElse(null),
        percentiles(here, ticket -> ticket.firstResponse(since)),
        percentiles(here, ticket -> ticket.resolution(since)));
  }

  private static Percentiles percentiles(
      List<Modelled> tickets, Function<Modelled, @Nullable Duration> time) {
    var times =
        tickets.stream()
            .map(time)
            .filter(Objects::nonNull)
            .map(Duration::toMillis)
            .sorted()
            .toList();
    return times.isEmpty()
        ? new Percentiles(null, null)
        : new Percentiles(interpolated(times, 0.5), interpolated(times, 0.9));
  }

  /// Between the two nearest, as statistics books have it; halves go to the even number.
  private static long interpolated(List<Long> sorted, double fraction) {
    double place = fraction * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    double value = sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    return (long) Math.rint(value);
  }
}
