package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.deskwire.desk.platform.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The value of a ticket's field as JSON: the form in which values are compared, merged and kept in
/// the history, whatever their type.
final class FieldValues {
  private FieldValues() {}

  static JsonNode of(Ticket ticket, TicketField field) {
    return switch (field) {
      case STATUS -> TextNode.valueOf(ticket.status().wire());
      case PRIORITY -> TextNode.valueOf(ticket.priority().wire());
      case ASSIGNEE -> text(ticket.assignee() == null ? null : ticket.assignee().id());
      case QUEUE -> text(ticket.queueId());
      case TITLE -> TextNode.valueOf(ticket.title());
      case DESCRIPTION -> TextNode.valueOf(ticket.description());
      case TAGS -> list(ticket.tags());
      case DUE -> text(ticket.due() == null ? null : Json.time(ticket.due()));
    };
  }

  static JsonNode text(@Nullable String value) {
    return value == null ? NullNode.getInstance() : TextNode.valueOf(value);
  }

  static JsonNode list(Collection<String> values) {
    var array = JsonNodeFactory.instance.arrayNode();
    values.forEach(array::add);
    return array;
  }

  static List<String> strings(JsonNode array) {
    var values = new ArrayList<String>();
    array.forEach(element -> values.add(element.asText()));
    return values;
  }

  /// The tags that result when someone who saw `base` wants `wanted` and there is `current` now:
  /// what they added is added, what they removed is removed, what others did stays.
  static JsonNode mergeTags(JsonNode base, JsonNode wanted, JsonNode current) {
    Set<String> seen = new LinkedHashSet<>(strings(base));
    Set<String> merged = new LinkedHashSet<>(strings(current));
    var want = strings(wanted);
    seen.stream().filter(tag -> !want.contains(tag)).forEach(merged::remove);
    want.stream().filter(tag -> !seen.contains(tag)).forEach(merged::add);
    return list(merged);
  }
}
