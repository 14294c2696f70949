package dev.deskwire.desk.presence;

import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.presence.PresenceEvent.ViewedPlace;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// The tabs of all tickets in the volatile state, and with them what is viewed in each project.
@ApplicationScoped
class TicketTabs {
  private final VolatileStore store;
  private final VolatileStore.Area<Tab> tabs;
  private final ProjectPresence projects;
  private final InstantSource clock;

  /// How long a lost connection can be taken up again, and its tabs with it.
  private final Duration recovery;

  TicketTabs(
      VolatileStore store, ProjectPresence projects, InstantSource clock, Settings settings) {
    this.store = store;
    tabs = store.area("viewers", Tab.class);
    this.projects = projects;
    this.clock = clock;
    recovery = settings.sockets().recovery();
  }

  void onForeignChange(Consumer<String> listener) {
    tabs.onForeignChange(listener);
  }

  /// Says that all tabs may be others now.
  void onUpheaval(Runnable listener) {
    store.onUpheaval(listener);
  }

  /// The tabs of a ticket by their connections, those too whose connection was lost a while ago.
  Map<String, Tab> read(String ticketId) {
    return tabs.read(ticketId, clock.instant());
  }

  List<Viewer> viewers(String ticketId) {
    return Viewers.at(read(ticketId).values(), clock.instant());
  }

  /// The tickets that have tabs. Looks at everything.
  Set<String> tickets() {
    return tabs.keys(clock.instant());
  }

  void put(ViewedPlace place, String connection, Tab tab) {
    var lost = tab.goneAt();
    tabs.put(place.ticketId(), connection, tab, lost == null ? tab.end() : lost.plus(recovery));
    projects.views(place, connection, tab);
  }

  void remove(ViewedPlace place, String connection) {
    tabs.remove(place.ticketId(), connection);
    projects.viewsNoMore(place, connection);
  }
}
