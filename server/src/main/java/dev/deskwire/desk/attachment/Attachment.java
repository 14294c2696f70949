package dev.deskwire.desk.attachment;

import dev.deskwire.desk.platform.auth.PersonRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A file on a ticket, without its bytes.
///
/// @param size bytes
/// @param sha256 of the bytes, in hexadecimal
/// @param internal for staff alone
/// @param commentId the comment it came with; it is then as internal as that
public record Attachment(
    String id,
    String name,
    String mediaType,
    long size,
    String sha256,
    boolean internal,
    @Nullable String commentId,
    PersonRef uploader,
    Instant createdAt) {}
