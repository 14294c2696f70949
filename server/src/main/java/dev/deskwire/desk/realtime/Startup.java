package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.EventRetention;
import dev.deskwire.desk.event.Sequencer;
import dev.deskwire.desk.platform.redis.Redis;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Starts the sequencer and the relay once the schema is there, in a process that serves. What a
/// tool appends gets its place from a node that does, at the latest when the next one starts.
@ApplicationScoped
class Startup {
  private final boolean serving;

  Startup(
      @ConfigProperty(name = "quarkus.http.host-enabled", defaultValue = "true") boolean serving) {
    this.serving = serving;
  }

  void start(
      @Observes StartupEvent started,
      Redis redis,
      Sequencer sequencer,
      Relay relay,
      EventRetention retention) {
    if (serving) {
      redis.start();
      sequencer.start();
      relay.start();
      retention.start();
    }
  }
}
