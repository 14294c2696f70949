package dev.deskwire.desk.ticket;

import java.util.Arrays;
import java.util.Optional;

/// The fields of a ticket that a patch may change, with their JSON names and columns.
public enum TicketField {
  STATUS("status", "status"),
  PRIORITY("priority", "priority"),
  ASSIGNEE("assigneeId", "assignee_id"),
  QUEUE("queueId", "queue_id"),
  TITLE("title", "title"),
  DESCRIPTION("description", "description"),
  TAGS("tags", "tags"),
  DUE("due", "due");

  private final String json;
  private final String column;

  TicketField(String json, String column) {
    this.json = json;
    this.column = column;
  }

  public String json() {
    return json;
  }

  String column() {
    return column;
  }

  static Optional<TicketField> of(String json) {
    return Arrays.stream(values()).filter(field -> field.json.equals(json)).findAny();
  }
}
