package dev.deskwire.extension;

import org.jspecify.annotations.Nullable;

/// Something that happened to an entity, for its timeline. A change leaves as it was what is
/// `null`.
///
/// @param kind a word for programs, such as `call`; a lower-case letter, then letters, digits, `_`
///   and `-`
/// @param title one line
/// @param body Markdown
/// @param internal for staff alone; cannot be changed
/// @param entityName how people know the entity from now on; not for tickets
public record TimelineItem(
    @Nullable String kind,
    @Nullable String title,
    @Nullable String body,
    boolean internal,
    @Nullable String entityName) {
  public static TimelineItem of(String kind, String title) {
    return new TimelineItem(kind, title, null, false, null);
  }

  public TimelineItem withBody(String text) {
    return new TimelineItem(kind, title, text, internal, entityName);
  }

  public TimelineItem named(String name) {
    return new TimelineItem(kind, title, body, internal, name);
  }
}
