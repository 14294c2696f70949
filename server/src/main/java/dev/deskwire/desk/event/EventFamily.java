package dev.deskwire.desk.event;

/// Makes a sealed family of events known to the log. Beans are discovered.
///
/// @param <E> the sealed interface whose records carry an [EventKind] each
public interface EventFamily<E extends DomainEvent> {
  Class<E> family();
}
