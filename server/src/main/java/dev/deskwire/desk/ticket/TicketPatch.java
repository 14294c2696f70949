package dev.deskwire.desk.ticket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a patch may carry, for the OpenAPI document. The resource reads the patch as JSON, where a
/// member that is absent differs from one that is `null`.
record TicketPatch(
    @Nullable Status status,
    @Nullable Priority priority,
    @Nullable String assigneeId,
    @Nullable String queueId,
    @Nullable String title,
    @Nullable String description,
    @Nullable List<String> tags,
    @Nullable Instant due) {}
