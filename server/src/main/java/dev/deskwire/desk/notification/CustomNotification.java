package dev.deskwire.desk.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Text;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a program wants to tell somebody; unchecked.
///
/// @param type `notification_type` on the wire: one of [NoticeKind], or a name of the program's
///   own; without it, `general`
/// @param tier high, medium or low; without it, medium
/// @param id chosen by the program, so that a repeat tells nobody again
public record CustomNotification(
    @JsonProperty("notification_type") @Nullable String type,
    @Nullable String title,
    @Nullable String message,
    @Nullable String tier,
    @Nullable String id) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

  Outcome<Notice> notice(int maxMessage) {
    var name = type == null ? NoticeKind.GENERAL.wire() : type;
    if (!NAME.matcher(name).matches()) {
      return invalid("notification_type");
    }
    var loud = tier == null ? Tier.MEDIUM : Tier.of(tier).orElse(null);
    if (loud == null) {
      return Outcome.refused(new Refusal.Invalid("tier", "tier must be high, medium or low"));
    }
    return Text.name("title", title)
        .then(heading ->
            Text.body("message", message, maxMessage)
                .map(text -> new Notice(kind(name), name, loud, heading, text)));
  }

  /// The kind that preferences know the type by.
  private static NoticeKind kind(String type) {
    return Arrays.stream(NoticeKind.values())
        .filter(kind -> kind.wire().equals(type) && kind.type().equals(type))
        .findAny()
        .orElse(NoticeKind.CUSTOM);
  }

  /// @return empty when the desk is to choose one
  Outcome<Optional<String>> checkedId() {
    return id == null || NAME.matcher(id).matches()
        ? Outcome.done(Optional.ofNullable(id))
        : invalid("id");
  }

  private static <T> Outcome<T> invalid(String field) {
    return Outcome.refused(
        new Refusal.Invalid(
            field, field + " has 1 to 128 letters, digits, underscores, dots, colons and hyphens"));
  }
}
