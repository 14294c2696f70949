package dev.deskwire.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.room.Audience;
import java.util.List;
import java.util.function.Predicate;

/// An event that clients may miss and get later.
///
/// @param args without the offset
/// @param mayReceive the filter of the broadcast, to be asked again for whoever gets it later
public record RecoverableEvent(
    String name, List<JsonNode> args, Audience audience, Predicate<Socket> mayReceive) {
  public RecoverableEvent {
    args = List.copyOf(args);
  }
}
