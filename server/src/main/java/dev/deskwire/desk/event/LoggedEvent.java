package dev.deskwire.desk.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A row of the log that has its place in the order.
///
/// @param seq its position: 1, 2, 3, … without gaps
/// @param id the same for all names under which clients hear of it
/// @param actor `null` when the desk itself did it
public record LoggedEvent(
    long seq, String id, Instant at, @Nullable ActorRef actor, DomainEvent event) {}
