package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.auth.PersonRef;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A ticket as its readers see it: the body of the contract's section 2.
///
/// @param followers ids of the people who follow it
/// @param lastReply the newest public comment, if there is any
/// @param version 1 at its creation, one more with each change of a public field
public record Ticket(
    String id,
    String number,
    String title,
    String description,
    Status status,
    Priority priority,
    String projectId,
    @Nullable String queueId,
    PersonRef reporter,
    @Nullable PersonRef assignee,
    List<String> tags,
    List<String> followers,
    @Nullable Instant due,
    @Nullable LastReply lastReply,
    long version,
    Instant createdAt,
    Instant updatedAt) {

  /// Which side wrote the newest public comment.
  public enum Side {
    staff,
    customer
  }

  public record LastReply(Instant at, Side by) {}

  public Ticket {
    tags = List.copyOf(tags);
    followers = List.copyOf(followers);
  }

  TicketRef ref() {
    return new TicketRef(id, number, version, projectId, queueId);
  }
}
