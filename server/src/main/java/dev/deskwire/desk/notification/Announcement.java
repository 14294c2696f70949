package dev.deskwire.desk.notification;

import dev.deskwire.desk.platform.auth.PersonRef;
import java.time.Instant;

/// What somebody told a team. It lives on in the notifications of its members alone.
///
/// @param recipients how many were told
public record Announcement(
    String id,
    String teamId,
    String title,
    String message,
    PersonRef author,
    Instant at,
    int recipients) {}
