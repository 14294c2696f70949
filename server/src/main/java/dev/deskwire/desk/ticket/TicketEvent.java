package dev.deskwire.desk.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A fact about one ticket.
public sealed interface TicketEvent extends DomainEvent {
  TicketRef ticket();

  /// Who might read it after the change (before it, for [Deleted]).
  TicketAccess access();

  /// The same fact with another access, for a replay.
  TicketEvent withAccess(TicketAccess now);

  @EventKind("ticket.created")
  record Created(TicketRef ticket, TicketAccess access, Priority priority) implements TicketEvent {
    @Override
    public TicketEvent withAccess(TicketAccess now) {
      return new Created(ticket, now, priority);
    }
  }

  /// One action changed public fields.
  ///
  /// @param changes by JSON name of the field: `{from, to}` for references and enumerations, and an
  ///   empty object for what people wrote, which is read over HTTP
  @EventKind("ticket.changed")
  record Changed(TicketRef ticket, TicketAccess access, Map<String, Map<String, Object>> changes)
      implements TicketEvent {
    @Override
    public TicketEvent withAccess(TicketAccess now) {
      return new Changed(ticket, now, changes);
    }

    public boolean changes(TicketField field) {
      return changes.containsKey(field.json());
    }

    /// What `field` was before, if it is one whose values events carry and it had one.
    public @Nullable String from(TicketField field) {
      return value(field, "from");
    }

    /// What `field` is now, likewise.
    public @Nullable String to(TicketField field) {
      return value(field, "to");
    }

    /// A change of this transaction holds JSON nodes, one that was read from the log plain values.
    private @Nullable String value(TicketField field, String side) {
      var change = changes.get(field.json());
      return switch (change == null ? null : change.get(side)) {
        case null -> null;
        case JsonNode node -> node.isNull() ? null : node.asText();
        case Object other -> other.toString();
      };
    }
  }

  @EventKind("ticket.deleted")
  record Deleted(TicketRef ticket, TicketAccess access) implements TicketEvent {
    @Override
    public TicketEvent withAccess(TicketAccess now) {
      return new Deleted(ticket, now);
    }
  }
}
