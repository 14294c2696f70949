package dev.deskwire.desk.timeline;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.ActorRef;
import dev.deskwire.desk.platform.Ids;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.Text;
import dev.deskwire.desk.platform.config.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an item may say.
@ApplicationScoped
class ItemRules {
  private static final String DEFAULT_KIND = "note";

  private final int maxBody;

  ItemRules(Settings settings) {
    maxBody = settings.limits().bodyLength();
  }

  /// What the entity is called from now on; empty as before.
  Outcome<Optional<String>> entityName(Subject subject, ItemInput input) {
    if (input.entityName() == null) {
      return Outcome.done(Optional.empty());
    }
    return subject.access() == null
        ? Text.name("entityName", input.entityName()).map(Optional::of)
        : invalid("entityName", "entityName is not for tickets, which have their number");
  }

  /// A new item of `subject`.
  Outcome<TimelineItem> added(
      Subject subject, @Nullable ActorRef actor, ItemInput input, Instant now) {
    var at = input.at() == null ? now : input.at();
    if (at.isAfter(now)) {
      return invalid("at", "at must not lie in the future");
    }
    var none =
        new TimelineItem(
            Ids.next(),
            subject.type(),
            subject.id(),
            null,
            DEFAULT_KIND,
            "",
            null,
            Boolean.TRUE.equals(input.internal()),
            actor,
            at);
    return input.title() == null ? invalid("title", "title is required") : said(none, input);
  }

  /// An item as `input` changes it.
  Outcome<TimelineItem> changed(TimelineItem before, ItemInput input) {
    if (input.internal() != null && input.internal() != before.internal()) {
      return invalid("internal", "internal cannot be changed");
    }
    if (input.at() != null && !input.at().equals(before.at())) {
      return invalid("at", "at cannot be changed");
    }
    return said(before, input);
  }

  private Outcome<TimelineItem> said(TimelineItem item, ItemInput input) {
    return kind(item, input)
        .then(kind ->
            title(item, input)
                .then(title ->
                    body(item, input.body())
                        .map(body ->
                            new TimelineItem(
                                item.id(),
                                item.entityType(),
                                item.entityId(),
                                item.entityName(),
                                kind,
                                title,
                                body.isEmpty() ? null : body,
                                item.internal(),
                                item.actor(),
                                item.at()))));
  }

  private static Outcome<String> kind(TimelineItem item, ItemInput input) {
    var kind = input.kind() == null ? item.kind() : input.kind();
    return Text.isWord(kind)
        ? Outcome.done(kind)
        : invalid("kind", "kind must be a lower-case word of at most 50 characters");
  }

  private static Outcome<String> title(TimelineItem item, ItemInput input) {
    return input.title() == null ? Outcome.done(item.title()) : Text.name("title", input.title());
  }

  /// The empty text stands for none.
  private Outcome<String> body(TimelineItem item, @Nullable JsonNode asked) {
    if (asked == null) {
      return Outcome.done(item.body() == null ? "" : item.body());
    }
    if (asked.isNull()) {
      return Outcome.done("");
    }
    var body = asked.asText();
    if (!asked.isTextual() || body.indexOf('\0') >= 0) {
      return invalid("body", "body must be a text, without the character NUL");
    }
    return body.length() <= maxBody
        ? Outcome.done(body)
        : invalid("body", "body must have at most " + maxBody + " characters");
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }
}
