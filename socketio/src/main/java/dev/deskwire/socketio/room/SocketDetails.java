package dev.deskwire.socketio.room;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/// What any node can tell of a socket.
///
/// @param handshake as JSON, with the reference's names
/// @param data what of the socket's data has a JSON form
public record SocketDetails(String id, JsonNode handshake, Set<String> rooms, JsonNode data) {
  public SocketDetails {
    rooms = Set.copyOf(rooms);
  }
}
