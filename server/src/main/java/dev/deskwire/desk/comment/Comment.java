package dev.deskwire.desk.comment;

import dev.deskwire.desk.platform.auth.PersonRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A comment as its readers see it.
///
/// @param body Markdown
/// @param internal a note that staff alone read
public record Comment(
    String id,
    String body,
    boolean internal,
    PersonRef author,
    Instant createdAt,
    @Nullable Instant editedAt) {}
