package dev.deskwire.desk.ticket;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import org.jspecify.annotations.Nullable;

/// The version that the sender of a patch last saw, from its `If-Match`.
final class IfMatch {
  private IfMatch() {}

  /// @param header such as `"3"`, `W/"3"` or `*`
  /// @param current the version that stands now
  static Outcome<Long> seen(@Nullable String header, long current) {
    if (header == null || header.isBlank()) {
      return Outcome.refused(new Refusal.PreconditionRequired());
    }
    var tag = header.strip();
    if (tag.equals("*")) {
      return Outcome.done(current);
    }
    if (tag.startsWith("W/")) {
      tag = tag.substring(2);
    }
    if (tag.length() > 2 && tag.startsWith("\"") && tag.endsWith("\"")) {
      tag = tag.substring(1, tag.length() - 1);
    }
    try {
      long seen = Long.parseLong(tag);
      if (seen >= 1 && seen <= current) {
        return Outcome.done(seen);
      }
    } catch (NumberFormatException notAVersion) {
      // answered below, as any other version that never was
    }
    return Outcome.refused(
        new Refusal.PreconditionFailed(
            "This ticket never had the version of your If-Match; the current one is \""
                + current
                + "\"."));
  }
}
