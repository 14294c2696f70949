package dev.deskwire.desk.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The texts that people send in bodies.
public final class Text {
  /// As long as a ticket's title may be (contract, section 6).
  public static final int NAME_LENGTH = 255;

  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]{0,49}");

  private Text() {}

  /// Whether `text` is a word for programs: a lower-case letter, then letters, digits, `_` and `-`,
  /// at most 50. It can stand in a path and in the name of a room as it is.
  public static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /// `text` as a pattern of SQL's LIKE that matches nothing but itself.
  public static String likeLiteral(String text) {
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
  }

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

  /// A longer text, of any number of lines, as it stands.
  ///
  /// @param field the JSON name of the value
  public static Outcome<String> body(String field, @Nullable String value, int maxLength) {
    if (value == null || value.isBlank()) {
      return Outcome.refused(new Refusal.Invalid(field, field + " must not be empty"));
    }
    if (value.length() > maxLength) {
      return Outcome.refused(
          new Refusal.Invalid(field, field + " must have at most " + maxLength + " characters"));
    }
    // PostgreSQL takes no NUL
    return value.indexOf('\0') >= 0
        ? Outcome.refused(new Refusal.Invalid(field, field + " must not contain the character NUL"))
        : Outcome.done(value);
  }
}
