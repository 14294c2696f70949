package dev.deskwire.desk.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What another feature does about an event, within the transaction that appends it: both happen or
/// neither. Beans are discovered; a reaction may append further events.
///
/// @param <E> the sealed family that it reacts to
public interface Reaction<E extends DomainEvent> {
  Class<E> to();

  /// @param at when the event happened
  void react(E event, @Nullable ActorRef actor, Instant at);
}
