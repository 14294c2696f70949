package dev.deskwire.extension;

import org.jspecify.annotations.Nullable;

/// Writes timelines: of tickets (type `ticket`), of the desk's other types and of the extension's
/// own. The desk stores what is written and tells those who have subscribed and may read it. An
/// extension is asked for no rights.
///
/// `by` is who did it, `null` for the desk itself. A refusal says which value cannot be used, or
/// that there is no such ticket, type or item. Safe for any thread; blocks.
public interface Timelines {
  /// Adds an item, as of now.
  ///
  /// @return its id
  Result<String> add(@Nullable Person by, String entityType, String entityId, TimelineItem item);

  /// @return the id of the item
  Result<String> change(
      @Nullable Person by, String entityType, String entityId, String itemId, TimelineItem change);

  /// @return the id of the item that was taken away
  Result<String> remove(@Nullable Person by, String entityType, String entityId, String itemId);

  /// Tells readers to read the whole timeline anew.
  Result<Void> refresh(@Nullable Person by, String entityType, String entityId);

  /// How many connections to this node have subscribed to the timeline.
  int subscribers(String entityType, String entityId);
}
