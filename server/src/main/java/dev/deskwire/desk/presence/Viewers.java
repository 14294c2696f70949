package dev.deskwire.desk.presence;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From the tabs of a ticket to its viewers.
final class Viewers {
  private static final Comparator<Viewer> LONGEST_FIRST =
      Comparator.comparing(Viewer::since).thenComparing(Viewer::agentId);

  private Viewers() {}

  /// Those who view at `now`, each once, who came first standing first.
  static List<Viewer> at(Collection<Tab> tabs, Instant now) {
    Map<String, Viewer> viewers = new LinkedHashMap<>();
    tabs.stream()
        .filter(tab -> tab.isPresent(now))
        .map(tab -> new Viewer(tab.agentId(), tab.agentName(), tab.status(now), tab.since()))
        .forEach(viewer -> viewers.merge(viewer.agentId(), viewer, Viewers::merge));
    return viewers.values().stream().sorted(LONGEST_FIRST).toList();
  }

  private static Viewer merge(Viewer one, Viewer other) {
    return new Viewer(
        one.agentId(),
        one.agentName(),
        one.status().compareTo(other.status()) <= 0 ? one.status() : other.status(),
        one.since().isBefore(other.since()) ? one.since() : other.since());
  }

  /// When [#at] changes next by itself, at the earliest.
  static Optional<Instant> nextChange(Collection<Tab> tabs, Instant now) {
    return tabs.stream().flatMap(tab -> tab.nextChange(now).stream()).min(Instant::compareTo);
  }

  /// A new tab of `agentId`: who has the ticket open already has had it open since then.
  static Tab open(Collection<Tab> tabs, String agentId, String agentName, Instant now) {
    var since =
        at(tabs, now).stream()
            .filter(viewer -> viewer.agentId().equals(agentId))
            .map(Viewer::since)
            .findFirst()
            .orElse(now);
    return Tab.fresh(agentId, agentName, since, now);
  }
}
