package dev.deskwire.desk.broadcast;

import dev.deskwire.desk.event.DomainEvent;
import dev.deskwire.desk.event.EventKind;
import dev.deskwire.desk.ticket.TicketAccess;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A program outside sent something to a room.
public sealed interface BroadcastEvent extends DomainEvent {

  /// @param room the name of the room on the wire
  /// @param event the name under which clients hear it
  /// @param data what it carries
  /// @param ticketId of the room of a ticket
  /// @param access of that ticket
  @EventKind("broadcast.sent")
  record Sent(
      String room,
      String event,
      Map<String, Object> data,
      @Nullable String ticketId,
      @Nullable TicketAccess access)
      implements BroadcastEvent {
    public Sent {
      // members may be null in JSON
      data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    Sent withAccess(TicketAccess now) {
      return new Sent(room, event, data, ticketId, now);
    }
  }
}
