package dev.deskwire.desk.timeline;

import dev.deskwire.desk.ticket.TicketAccess;
import org.jspecify.annotations.Nullable;

/// Whose timeline it is.
///
/// @param access who may read it when it is a ticket; `null` for the others, which are for staff
record Subject(String type, String id, @Nullable TicketAccess access) {}
