package dev.deskwire.desk.realtime;

import java.util.Optional;

/// How a door writes an event. One instance serves all connections of a kind, so that an event is
/// written once however many of them receive it.
@FunctionalInterface
public interface EventForm {
  /// The message on the wire, or empty if connections of this kind are not told of such events.
  Optional<String> write(OutgoingEvent event);
}
