package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.Sequencer;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// Starts the sequencer and the relay once the schema is there.
@ApplicationScoped
class Startup {
  void start(@Observes StartupEvent started, Sequencer sequencer, Relay relay) {
    sequencer.start();
    relay.start();
  }
}
