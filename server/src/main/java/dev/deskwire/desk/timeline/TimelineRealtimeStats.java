package dev.deskwire.desk.timeline;

import dev.deskwire.desk.realtime.RealtimeStats;
import jakarta.enterprise.context.ApplicationScoped;

/// The part `timeline` of the statistics.
@ApplicationScoped
class TimelineRealtimeStats implements RealtimeStats {
  private final TimelineHandler timelines;

  TimelineRealtimeStats(TimelineHandler timelines) {
    this.timelines = timelines;
  }

  @Override
  public String name() {
    return "timeline";
  }

  @Override
  public Subscriptions.Stats stats() {
    return timelines.getStats();
  }
}
