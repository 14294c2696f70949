package dev.deskwire.desk.platform;

import org.jspecify.annotations.Nullable;

/// A short text of a body, such as a name.
public final class Text {
  /// As long as a ticket's title may be (contract, section 6).
  public static final int NAME_LENGTH = 255;

  private Text() {}

  /// The name in `value`, without the blanks around it, or the refusal to do without.
  ///
  /// @param field the JSON name of the value
  public static Outcome<String> name(String field, @Nullable String value) {
    var name = value == null ? "" : value.strip();
    if (name.isEmpty()) {
      return Outcome.refused(new Refusal.Invalid(field, field + " is required"));
    }
    if (name.codePoints().anyMatch(Character::isISOControl)) {
      return Outcome.refused(new Refusal.Invalid(field, field + " must be one line of text"));
    }
    return name.codePointCount(0, name.length()) <= NAME_LENGTH
        ? Outcome.done(name)
        : Outcome.refused(
            new Refusal.Invalid(field, field + " has at most " + NAME_LENGTH + " characters"));
  }
}
