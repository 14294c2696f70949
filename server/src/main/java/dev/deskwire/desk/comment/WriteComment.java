package dev.deskwire.desk.comment;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What writing a comment takes; unchecked.
///
/// @param mentions ids of people to tell of it
/// @param lastSeen the newest comment that the author of a public reply saw: an id, JSON `null` for
///   none, or absent to reply without looking
/// @param force reply although something unseen came in
public record WriteComment(
    @Nullable String body,
    @Nullable Boolean internal,
    @Nullable List<String> mentions,
    @Nullable JsonNode lastSeen,
    @Nullable Boolean force) {

  boolean isInternal() {
    return Boolean.TRUE.equals(internal);
  }

  boolean isForced() {
    return Boolean.TRUE.equals(force);
  }
}
