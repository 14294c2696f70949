package dev.deskwire.desk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.deskwire.desk.presence.Viewer.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewersTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  static IntStream seeds() {
    return IntStream.range(0, 200);
  }

  @Test
  void severalTabsOfOneAgentAreOneViewerWithTheLiveliestStatusSinceTheFirst() {
    var later = START.plusSeconds(20);
    var first = Tab.fresh("a", "Ann", START, START).viewed(START);
    var second = Viewers.open(List.of(first), "a", "Ann", later).viewed(later).typing(later);
    assertThat(Viewers.at(List.of(first, second), later))
        .containsExactly(new Viewer("a", "Ann", Status.TYPING, START));
    assertThat(Viewers.at(List.of(second), later))
        .as("without the first tab")
        .containsExactly(new Viewer("a", "Ann", Status.TYPING, START));
  }

  /// A script of what two agents with two tabs each do, with pauses of all lengths.
  ///
  /// At each step the viewers are compared with a model that knows nothing of tabs as values: it
  /// replays what was done from the beginning.
  @ParameterizedTest
  @MethodSource("seeds")
  void viewersAreWhatAModelSaysThatReplaysEverything(int seed) {
    var random = new Random(seed);
    var script = new ArrayList<Step>();
    Map<String, Tab> tabs = new HashMap<>();
    var now = START;
    for (int i = 0; i < 60; i++) {
      now = now.plus(PAUSES.get(random.nextInt(PAUSES.size())));
      var connection = List.of("a1", "a2", "b1", "b2").get(random.nextInt(4));
      var step = new Step(now, connection, List.of(Act.values()).get(random.nextInt(5)));
      script.add(step);
      play(tabs, step);
      assertThat(statuses(Viewers.at(tabs.values(), now)))
          .as("after %s", script)
          .isEqualTo(model(script, now));
    }
  }

  /// Between now and the next change that is foretold, nothing changes.
  @ParameterizedTest
  @MethodSource("seeds")
  void nothingChangesBeforeTheTimeThatIsForetold(int seed) {
    var random = new Random(seed);
    Map<String, Tab> tabs = new HashMap<>();
    var now = START;
    for (int i = 0; i < 20; i++) {
      now = now.plus(PAUSES.get(random.nextInt(PAUSES.size())));
      var connection = List.of("a1", "a2", "b1", "b2").get(random.nextInt(4));
      play(tabs, new Step(now, connection, List.of(Act.values()).get(random.nextInt(5))));
    }
    var viewers = Viewers.at(tabs.values(), now);
    var next = Viewers.nextChange(tabs.values(), now);
    var before = next.orElse(now.plus(Duration.ofDays(1))).minusMillis(1);
    assertThat(Viewers.at(tabs.values(), before)).isEqualTo(viewers);
    if (!viewers.isEmpty()) {
      assertThat(next).get().matches(now::isBefore);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whoIsToldOfEveryChangeKnowsTheViewers(int seed) {
    var random = new Random(seed);
    Set<String> present = new HashSet<>();
    Set<String> typing = new HashSet<>();
    List<Viewer> told = List.of();
    for (int i = 0; i < 30; i++) {
      var change = new ViewersChange(told, someViewers(random));
      change.left().forEach(viewer -> assertThat(present.remove(viewer.agentId())).isTrue());
      change.joined().forEach(viewer -> assertThat(present.add(viewer.agentId())).isTrue());
      change
          .stoppedTyping()
          .forEach(viewer -> assertThat(typing.remove(viewer.agentId())).isTrue());
      change.startedTyping().forEach(viewer -> assertThat(typing.add(viewer.agentId())).isTrue());
      told = change.after();
      assertThat(present).isEqualTo(ids(told));
      assertThat(typing).isEqualTo(ids(told.stream().filter(Viewer::isTyping).toList()));
      assertThat(change.meeting().isEmpty())
          .isEqualTo(change.joined().isEmpty() || told.size() < 2);
      assertThat(change.colliding().isEmpty())
          .isEqualTo(change.startedTyping().isEmpty() || typing.size() < 2);
    }
  }

  private static List<Viewer> someViewers(Random random) {
    return List.of("a", "b", "c").stream()
        .filter(_ -> random.nextBoolean())
        .map(id -> new Viewer(id, id, List.of(Status.values()).get(random.nextInt(3)), START))
        .toList();
  }

  private static Set<String> ids(List<Viewer> viewers) {
    return viewers.stream().map(Viewer::agentId).collect(Collectors.toSet());
  }

  private static final List<Duration> PAUSES =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(1),
          Duration.ofSeconds(4),
          Duration.ofSeconds(6),
          Duration.ofSeconds(11),
          Duration.ofMinutes(4),
          Duration.ofMinutes(29));

  private enum Act {
    VIEW,
    TYPE,
    STOP,
    GONE,
    LEAVE
  }

  private record Step(Instant at, String connection, Act act) {}

  /// As [TicketPresence] does it.
  private static void play(Map<String, Tab> tabs, Step step) {
    tabs.values().removeIf(tab -> !tab.isPresent(step.at()));
    var agent = step.connection().substring(0, 1);
    var tab = tabs.get(step.connection());
    var open = tab == null ? Viewers.open(tabs.values(), agent, agent, step.at()) : tab;
    switch (step.act()) {
      case VIEW -> tabs.put(step.connection(), open.viewed(step.at()));
      case TYPE -> tabs.put(step.connection(), open.typing(step.at()));
      case STOP ->
          tabs.computeIfPresent(step.connection(), (_, its) -> its.stoppedTyping(step.at()));
      case GONE -> tabs.computeIfPresent(step.connection(), (_, its) -> its.gone(step.at()));
      case LEAVE -> tabs.remove(step.connection());
    }
  }

  private static Map<String, Status> statuses(List<Viewer> viewers) {
    return viewers.stream().collect(Collectors.toMap(Viewer::agentId, Viewer::status));
  }

  private static Map<String, Status> model(List<Step> script, Instant now) {
    Map<String, Status> statuses = new HashMap<>();
    for (var connection : List.of("a1", "a2", "b1", "b2")) {
      var steps = script.stream().filter(step -> step.connection().equals(connection)).toList();
      modelOne(steps, now)
          .ifPresent(status ->
              statuses.merge(
                  connection.substring(0, 1),
                  status,
                  (one, other) -> one.compareTo(other) < 0 ? one : other));
    }
    return statuses;
  }

  /// Second by second, from the last act to now.
  private static java.util.Optional<Status> modelOne(List<Step> steps, Instant now) {
    boolean open = false;
    long idle = 0;
    long typing = 0;
    long lost = -1;
    for (int i = 0; i < steps.size(); i++) {
      var step = steps.get(i);
      boolean present = open || typing > 0;
      switch (step.act()) {
        case VIEW -> {
          open = true;
          idle = 0;
          lost = -1;
        }
        case TYPE -> {
          typing = 10;
          idle = 0;
          lost = -1;
        }
        case STOP -> {
          if (present) {
            typing = 0;
            idle = 0;
            lost = -1;
          }
        }
        case GONE -> lost = present && lost < 0 ? 0 : lost;
        case LEAVE -> {
          open = false;
          typing = 0;
        }
      }
      var until = i + 1 < steps.size() ? steps.get(i + 1).at() : now;
      for (long s = Duration.between(step.at(), until).toSeconds(); s > 0; s--) {
        idle++;
        typing = Math.max(0, typing - 1);
        lost = lost < 0 ? -1 : lost + 1;
        if (idle >= 30 * 60 || lost >= 5) {
          open = false;
          typing = 0;
        }
        if (!open && typing == 0) {
          lost = -1;
        }
      }
    }
    if (!open && typing == 0) {
      return java.util.Optional.empty();
    }
    if (typing > 0) {
      return java.util.Optional.of(Status.TYPING);
    }
    return java.util.Optional.of(idle >= 5 * 60 ? Status.IDLE : Status.VIEWING);
  }
}
