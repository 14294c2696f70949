package dev.deskwire.desk.extension;

import dev.deskwire.desk.realtime.RealtimeStats;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/// The part `extensions` of the statistics.
@ApplicationScoped
class ExtensionStats implements RealtimeStats {
  private final Extensions extensions;

  ExtensionStats(Extensions extensions) {
    this.extensions = extensions;
  }

  @Override
  public String name() {
    return "extensions";
  }

  @Override
  public Map<String, Object> stats() {
    return extensions.stats();
  }
}
