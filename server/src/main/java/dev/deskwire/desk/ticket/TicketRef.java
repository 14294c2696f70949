package dev.deskwire.desk.ticket;

import org.jspecify.annotations.Nullable;

/// A ticket as events name it: references, nothing that it says.
///
/// @param version the version after the change
public record TicketRef(
    String id, String number, long version, String projectId, @Nullable String queueId) {}
