package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entity that has a timeline, in a list of them.
///
/// @param lastAt when something last happened to it, as far as the reader may know
public record TimelineEntity(
    String entityType,
    String entityId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String entityName,
    Instant lastAt) {}
