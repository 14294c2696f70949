package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.ticket.Ticket.LastReply;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One action's changes of a ticket's public fields.
///
/// @param version the version that it makes
/// @param lastReply the last reply after it
record TicketChange(
    long version,
    Instant at,
    @Nullable String actorId,
    Map<TicketField, Values> fields,
    @Nullable LastReply lastReply) {

  record Values(JsonNode from, JsonNode to) {}

  /// The changes as events carry them: values of references and enumerations, nothing that people
  /// wrote.
  Map<String, Map<String, Object>> references() {
    var changes = new LinkedHashMap<String, Map<String, Object>>();
    fields.forEach((field, values) ->
        changes.put(
            field.json(),
            switch (field) {
              case STATUS, PRIORITY, ASSIGNEE, QUEUE -> fromTo(values);
              case TITLE, DESCRIPTION, TAGS, DUE -> Map.of();
            }));
    return changes;
  }

  private static Map<String, Object> fromTo(Values values) {
    var change = new LinkedHashMap<String, Object>();
    change.put("from", values.from());
    change.put("to", values.to());
    return change;
  }
}
