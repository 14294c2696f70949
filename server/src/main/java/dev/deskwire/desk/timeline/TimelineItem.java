package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.deskwire.desk.event.ActorRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One thing that happened to an entity (contract, section 1, Activity).
///
/// @param entityName how people know the entity; a ticket's number
/// @param kind a word for programs, such as `status_changed` or `call`
/// @param title one line
/// @param body Markdown
/// @param internal of a ticket: for its staff alone; on the wire only when it is so
/// @param actor who did it; `null` when the desk itself did
public record TimelineItem(
    String id,
    String entityType,
    String entityId,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String entityName,
    String kind,
    String title,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String body,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean internal,
    @Nullable ActorRef actor,
    Instant at) {}
