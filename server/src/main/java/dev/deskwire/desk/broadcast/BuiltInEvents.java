package dev.deskwire.desk.broadcast;

import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The names that events of the desk and of Socket.IO have. A test reads the sources for names that
/// are missing here.
public final class BuiltInEvents {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]{1,128}");

  /// What the server says (contract, section 3).
  private static final Set<String> OF_THE_DESK =
      Set.of(
          "ticket:created",
          "ticket:updated",
          "ticket:status_changed",
          "ticket:priority_changed",
          "ticket:assigned",
          "ticket:deleted",
          "comment:added",
          "comment:edited",
          "comment:deleted",
          "attachment:added",
          "attachment:deleted",
          "queue:ticket_added",
          "queue:ticket_removed",
          "queue:metrics_updated",
          "user:ticket_assigned",
          "user:mention",
          "user:queue_updated",
          "notification",
          "notification:read",
          "timeline:new_item",
          "timeline:item_updated",
          "timeline:item_deleted",
          "timeline:refresh",
          "timeline:bulk_update",
          "viewers:updated",
          "agent:joined",
          "agent:left",
          "agent:typing",
          "agent:stopped_typing",
          "collision:warning",
          "presence:updated",
          "auth:expiring",
          "server:restarting",
          "authenticated",
          "error");

  /// What clients say (contract, section 4).
  private static final Set<String> OF_CLIENTS =
      Set.of(
          "authenticate",
          "join_team",
          "leave_team",
          "join_queue",
          "leave_queue",
          "join_ticket",
          "leave_ticket",
          "join_project",
          "leave_project",
          "ticket:view",
          "ticket:leave",
          "ticket:typing",
          "ticket:stop_typing",
          "timeline:subscribe",
          "timeline:unsubscribe",
          "presence:set",
          "resume",
          "ping_latency");

  /// What Socket.IO's clients and servers say of themselves; they refuse to send it.
  private static final Set<String> OF_SOCKET_IO =
      Set.of(
          "connect",
          "connection",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private BuiltInEvents() {}

  /// `event`, if programs may use it as a name of their own.
  public static Outcome<String> own(@Nullable String event) {
    if (event == null || !NAME.matcher(event).matches()) {
      return Outcome.refused(
          new Refusal.Invalid(
              "event",
              "event has 1 to 128 letters, digits, underscores, dots, colons, slashes and"
                  + " hyphens"));
    }
    return has(event)
        ? Outcome.refused(
            new Refusal.Invalid(
                "event", "event must be a name of your own: %s is the desk's".formatted(event)))
        : Outcome.done(event);
  }

  static boolean has(String name) {
    return OF_THE_DESK.contains(name) || OF_CLIENTS.contains(name) || OF_SOCKET_IO.contains(name);
  }
}
