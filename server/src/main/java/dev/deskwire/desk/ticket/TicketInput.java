package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.platform.config.Settings;
import dev.deskwire.desk.platform.config.Settings.Limits;
import dev.deskwire.desk.platform.http.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Checks what people send as fields of a ticket, and gives it the form of [FieldValues].
@ApplicationScoped
class TicketInput {
  /// PostgreSQL keeps times up to the year 294276; four digits are what the wire writes.
  private static final Instant LAST_DUE = Instant.EPOCH.plus(Duration.ofDays(365L * 8_000));

  private final Limits limits;

  TicketInput(Settings settings) {
    limits = settings.limits();
  }

  /// The most tags that one ticket has.
  int maxTags() {
    return limits.tags();
  }

  /// Reads a merge patch: every member must be a field that a patch may change.
  Outcome<Map<TicketField, JsonNode>> patch(JsonNode patch) {
    if (!patch.isObject()) {
      return Outcome.refused(new Refusal.Malformed("body", "The patch must be a JSON object."));
    }
    var values = new EnumMap<TicketField, JsonNode>(TicketField.class);
    for (var member : patch.properties()) {
      var field = TicketField.of(member.getKey());
      if (field.isEmpty()) {
        return invalid(
            member.getKey(), member.getKey() + " is not a field that a patch can change");
      }
      switch (value(field.get(), member.getValue())) {
        case Outcome.Done<JsonNode>(var value) -> values.put(field.get(), value);
        case Outcome.Refused<JsonNode>(var refusal) -> {
          return Outcome.refused(refusal);
        }
      }
    }
    return Outcome.done(values);
  }

  /// Checks one value and brings it into its canonical form.
  Outcome<JsonNode> value(TicketField field, JsonNode value) {
    return switch (field) {
      case STATUS -> oneOf(field, value, Status.of(value.asText()).isPresent(), Status.values());
      case PRIORITY ->
          oneOf(field, value, Priority.of(value.asText()).isPresent(), Priority.values());
      case ASSIGNEE, QUEUE -> id(field, value);
      case TITLE -> title(field, value);
      case DESCRIPTION -> description(field, value);
      case TAGS -> tags(value);
      case DUE -> due(value);
    };
  }

  private static Outcome<JsonNode> oneOf(
      TicketField field, JsonNode value, boolean known, Object[] choices) {
    if (value.isTextual() && known) {
      return Outcome.done(value);
    }
    var names = new StringBuilder();
    for (var choice : choices) {
      names.append(names.isEmpty() ? "" : ", ").append(choice.toString().toLowerCase(Locale.ROOT));
    }
    return invalid(field.json(), field.json() + " must be one of " + names);
  }

  private static Outcome<JsonNode> id(TicketField field, JsonNode value) {
    return value.isNull() || value.isTextual()
        ? Outcome.done(value)
        : invalid(field.json(), field.json() + " must be an id or null");
  }

  private Outcome<JsonNode> title(TicketField field, JsonNode value) {
    var title = value.isTextual() ? value.asText().strip() : "";
    if (title.isEmpty()) {
      return invalid(field.json(), "title must not be empty");
    }
    if (title.codePointCount(0, title.length()) > limits.titleLength()) {
      return invalid(
          field.json(), "title must have at most " + limits.titleLength() + " characters");
    }
    return title.codePoints().anyMatch(Character::isISOControl)
        ? invalid(field.json(), "title must be one line of text")
        : Outcome.done(TextNode.valueOf(title));
  }

  private Outcome<JsonNode> description(TicketField field, JsonNode value) {
    if (value.isNull()) {
      return Outcome.done(TextNode.valueOf(""));
    }
    if (!value.isTextual()) {
      return invalid(field.json(), "description must be text");
    }
    if (value.asText().length() > limits.bodyLength()) {
      return invalid(
          field.json(), "description must have at most " + limits.bodyLength() + " characters");
    }
    return storable(field, value);
  }

  /// PostgreSQL stores no NUL character.
  private static Outcome<JsonNode> storable(TicketField field, JsonNode value) {
    return value.asText().indexOf('\0') < 0
        ? Outcome.done(value)
        : invalid(field.json(), field.json() + " must not contain the character NUL");
  }

  private Outcome<JsonNode> tags(JsonNode value) {
    if (value.isNull()) {
      return Outcome.done(FieldValues.list(Set.of()));
    }
    if (!value.isArray()) {
      return invalid("tags", "tags must be a list of texts");
    }
    var tags = new LinkedHashSet<String>();
    for (var element : value) {
      var tag = element.isTextual() ? element.asText().strip() : "";
      if (tag.isEmpty() || tag.length() > limits.tagLength() || tag.indexOf('\0') >= 0) {
        return invalid(
            "tags", "each tag must be a text of 1 to " + limits.tagLength() + " characters");
      }
      tags.add(tag);
    }
    return tags.size() > limits.tags()
        ? invalid("tags", "at most " + limits.tags() + " tags are allowed")
        : Outcome.done(FieldValues.list(tags));
  }

  private static Outcome<JsonNode> due(JsonNode value) {
    if (value.isNull()) {
      return Outcome.done(NullNode.getInstance());
    }
    try {
      var due = OffsetDateTime.parse(value.asText()).toInstant().truncatedTo(ChronoUnit.MILLIS);
      if (due.isAfter(Instant.EPOCH) && due.isBefore(LAST_DUE)) {
        return Outcome.done(TextNode.valueOf(Json.time(due)));
      }
    } catch (DateTimeParseException notATime) {
      // answered below, as any other value that is no time of this age
    }
    return invalid("due", "due must be a time in ISO 8601, such as 2026-12-24T17:00:00Z, or null");
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }
}
