package dev.deskwire.desk.metrics;

import dev.deskwire.desk.ticket.Priority;
import dev.deskwire.desk.ticket.Status;
import dev.deskwire.desk.ticket.TicketEvent.Changed;
import dev.deskwire.desk.ticket.TicketField;
import org.jspecify.annotations.Nullable;

/// As what a ticket is counted.
///
/// @param queueId `null` for a ticket in no queue, which is counted nowhere
record Counted(@Nullable String queueId, Status status, Priority priority, boolean assigned) {

  /// Whether `change` may count a ticket otherwise.
  static boolean isChangedBy(Changed change) {
    return change.changes(TicketField.QUEUE)
        || change.changes(TicketField.STATUS)
        || change.changes(TicketField.PRIORITY)
        || change.changes(TicketField.ASSIGNEE);
  }

  /// What it was counted as before `change`, when this is what it is after it.
  Counted before(Changed change) {
    return new Counted(
        change.changes(TicketField.QUEUE) ? change.from(TicketField.QUEUE) : queueId,
        change.changes(TicketField.STATUS)
            ? Status.of(String.valueOf(change.from(TicketField.STATUS))).orElseThrow()
            : status,
        change.changes(TicketField.PRIORITY)
            ? Priority.of(String.valueOf(change.from(TicketField.PRIORITY))).orElseThrow()
            : priority,
        change.changes(TicketField.ASSIGNEE)
            ? change.from(TicketField.ASSIGNEE) != null
            : assigned);
  }
}
