package dev.deskwire.desk.broadcast;

import dev.deskwire.desk.event.EventVocabulary;
import dev.deskwire.desk.event.PoisonedEventException;
import dev.deskwire.desk.platform.redis.Redis;
import dev.deskwire.desk.realtime.EphemeralEvents;
import dev.deskwire.desk.realtime.RightsModel;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/// Sends broadcasts that are for the moment alone to the connections of all nodes. Each node asks
/// the audience by its own model of rights.
@ApplicationScoped
class PassingBroadcasts {
  private static final Logger LOG = Logger.getLogger(PassingBroadcasts.class);

  /// Where nodes tell each other: `node kind body`, the event as the log would have it.
  private static final String CHANNEL = "broadcast";

  private final Redis redis;
  private final EventVocabulary vocabulary;
  private final EphemeralEvents events;
  private final BroadcastAudience audience;
  private final RightsModel rights;

  PassingBroadcasts(
      Redis redis,
      EventVocabulary vocabulary,
      EphemeralEvents events,
      BroadcastAudience audience,
      RightsModel rights) {
    this.redis = redis;
    this.vocabulary = vocabulary;
    this.events = events;
    this.audience = audience;
    this.rights = rights;
  }

  void start(@Observes StartupEvent started) {
    if (redis.isConfigured()) {
      redis.subscribe(CHANNEL, this::heard);
    }
  }

  void send(BroadcastEvent.Sent sent) {
    deliver(sent);
    redis.publish(
        CHANNEL, String.join(" ", redis.node(), vocabulary.kind(sent), vocabulary.write(sent)));
  }

  private void heard(String message) {
    var parts = message.split(" ", 3);
    if (parts.length != 3 || parts[0].equals(redis.node())) {
      return;
    }
    try {
      if (vocabulary.read(parts[1], parts[2]) instanceof BroadcastEvent.Sent sent) {
        deliver(sent);
      }
    } catch (PoisonedEventException e) {
      LOG.warnf("A broadcast of another node cannot be read: %s", e.getMessage());
    }
  }

  private void deliver(BroadcastEvent.Sent sent) {
    events.send(audience.deliver(sent, rights));
  }
}
