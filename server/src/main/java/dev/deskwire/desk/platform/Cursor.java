package dev.deskwire.desk.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// The opaque form of a position in a sorted list: the values of the sort keys of the last row.
public final class Cursor {
  /// ASCII unit separator: occurs in no key.
  private static final String SEPARATOR = "\u001f";

  private Cursor() {}

  public static String encode(String... keys) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(String.join(SEPARATOR, keys).getBytes(StandardCharsets.UTF_8));
  }

  /// @param parts how many keys the list sorts by
  public static Outcome<List<String>> decode(String cursor, int parts) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      var keys = List.of(text.split(SEPARATOR, -1));
      if (keys.size() == parts) {
        return Outcome.done(keys);
      }
    } catch (IllegalArgumentException notBase64) {
      // answered below, as any other cursor that is not ours
    }
    return foreign();
  }

  /// The refusal of a cursor that this list never gave out.
  public static <T> Outcome<T> foreign() {
    return Outcome.refused(
        new Refusal.Malformed("cursor", "cursor must be a `next` of this same list"));
  }
}
