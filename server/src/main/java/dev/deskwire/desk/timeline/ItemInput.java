package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What adding or changing an item takes; unchecked. A change leaves as it was what it does not
/// name.
///
/// @param id of the item to change, in a bulk call; none there adds one
/// @param kind `note` unless said otherwise; a lower-case letter, then letters, digits, `_` and
///   `-`, at most 50
/// @param body a text; JSON `null` takes it away
/// @param internal of a ticket: for its staff alone; cannot be changed
/// @param entityName how people know the entity from now on; not for tickets
/// @param at when it happened, now unless said otherwise; cannot be changed
public record ItemInput(
    @Nullable String id,
    @Nullable String kind,
    @Nullable String title,
    @Nullable JsonNode body,
    @Nullable Boolean internal,
    @Nullable String entityName,
    @Nullable Instant at) {

  /// An item that happens now.
  public static ItemInput of(String kind, String title) {
    return new ItemInput(null, kind, title, null, null, null, null);
  }
}
