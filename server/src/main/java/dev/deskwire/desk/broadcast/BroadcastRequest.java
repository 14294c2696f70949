package dev.deskwire.desk.broadcast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.desk.platform.Outcome;
import dev.deskwire.desk.platform.Refusal;
import dev.deskwire.desk.realtime.RoomName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a program wants to send to a room; unchecked.
///
/// @param room a room of the contract's section 4, or `project_{id}_tickets` for `project:{id}`
/// @param event a name of the program's own
/// @param data an object; its members stand in the payload beside those that every event has
/// @param ephemeral sent for the moment alone: not kept, without position, not resumed
public record BroadcastRequest(
    @Nullable String room,
    @Nullable String event,
    @Nullable JsonNode data,
    @Nullable Boolean ephemeral) {
  /// As the group of a project's tickets is named elsewhere.
  private static final Pattern TICKETS_OF_PROJECT = Pattern.compile("project_(.+)_tickets");

  /// Members that every kept event has (contract, section 3).
  private static final Set<String> OF_EVERY_EVENT = Set.of("id", "seq", "type", "at", "actor");

  boolean isEphemeral() {
    return Boolean.TRUE.equals(ephemeral);
  }

  /// The room that is meant; whether there is one is not looked at.
  Outcome<RoomName> roomName() {
    var name = room == null ? "" : room;
    var alias = TICKETS_OF_PROJECT.matcher(name);
    var meant =
        alias.matches()
            ? Optional.<RoomName>of(new RoomName.OfProject(alias.group(1)))
            : RoomName.parse(name);
    return meant
        .map(Outcome::done)
        .orElseGet(() ->
            invalid(
                "room",
                "room must be user:{id}, role:{role}, team:{id}, project:{id}, queue:{id},"
                    + " ticket:{id}, timeline:{type}:{id} or project_{id}_tickets"));
  }

  Outcome<String> eventName() {
    return BuiltInEvents.own(event);
  }

  Outcome<Map<String, Object>> members() {
    var members = new LinkedHashMap<String, Object>();
    if (data == null || data.isNull()) {
      return Outcome.done(members);
    }
    if (!data.isObject()) {
      return invalid("data", "data must be an object");
    }
    for (var member : data.properties()) {
      if (OF_EVERY_EVENT.contains(member.getKey())) {
        return invalid(
            "data",
            "data must not have %s: every event has one of its own".formatted(member.getKey()));
      }
      members.put(member.getKey(), member.getValue());
    }
    return Outcome.done(members);
  }

  private static <T> Outcome<T> invalid(String field, String message) {
    return Outcome.refused(new Refusal.Invalid(field, message));
  }
}
