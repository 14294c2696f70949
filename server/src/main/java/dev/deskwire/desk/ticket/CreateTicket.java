package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What creating a ticket takes; unchecked.
///
/// @param reporterId staff may create for someone else
public record CreateTicket(
    @Nullable String projectId,
    @Nullable String queueId,
    @Nullable String title,
    @Nullable String description,
    @Nullable String priority,
    @Nullable String assigneeId,
    @Nullable List<String> tags,
    @Nullable String due,
    @Nullable String reporterId) {

  /// The fields that a patch could set too, with the values of a ticket that names none.
  Map<TicketField, JsonNode> fields() {
    var fields = new EnumMap<TicketField, JsonNode>(TicketField.class);
    fields.put(TicketField.STATUS, TextNode.valueOf(Status.OPEN.wire()));
    fields.put(
        TicketField.PRIORITY,
        TextNode.valueOf(priority == null ? Priority.MEDIUM.wire() : priority));
    fields.put(TicketField.ASSIGNEE, FieldValues.text(assigneeId));
    fields.put(TicketField.QUEUE, FieldValues.text(queueId));
    fields.put(TicketField.TITLE, FieldValues.text(title));
    fields.put(TicketField.DESCRIPTION, FieldValues.text(description));
    var array = JsonNodeFactory.instance.arrayNode();
    if (tags != null) {
      tags.forEach(array::add);
    }
    fields.put(TicketField.TAGS, array);
    fields.put(TicketField.DUE, FieldValues.text(due));
    return fields;
  }
}
