package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A notification in its person's centre, with the names of the `notification` event.
///
/// @param channels how they were to be told, the centre first; none for one that nobody was told
public record Notification(
    String id,
    @JsonProperty("notification_type") String type,
    Tier tier,
    String title,
    String message,
    @Nullable TicketLink ticket,
    List<Channel> channels,
    boolean read,
    Instant timestamp) {

  /// What its person did not want to hear, and so was not told.
  static Notification untold(String id, Notice notice, Instant at) {
    return new Notification(
        id, notice.type(), Tier.LOW, notice.title(), notice.message(), null, List.of(), false, at);
  }

  /// The ticket, as a link needs it.
  public record TicketLink(String id, String number) {}
}
