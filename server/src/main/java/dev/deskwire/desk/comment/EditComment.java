package dev.deskwire.desk.comment;

import org.jspecify.annotations.Nullable;

/// The new text of a comment; unchecked.
public record EditComment(@Nullable String body) {}
