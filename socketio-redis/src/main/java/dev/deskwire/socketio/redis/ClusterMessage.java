package dev.deskwire.socketio.redis;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.room.Audience;
import dev.deskwire.socketio.room.Emission;
import dev.deskwire.socketio.room.SocketDetails;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one node says to the others about a namespace.
sealed interface ClusterMessage {
  /// An event for clients.
  ///
  /// @param data the name, then the arguments
  record Broadcast(List<JsonNode> data, Audience audience, Emission emission)
      implements ClusterMessage {}

  /// An event that every client acknowledges; answered with [ClientCount], then a [ClientAnswer]
  /// for each.
  ///
  /// @param timeout how long the answers count
  record Question(
      String requestId, List<JsonNode> data, Audience audience, Emission emission, Duration timeout)
      implements ClusterMessage {}

  /// Sockets join rooms.
  record Join(Audience audience, List<String> rooms) implements ClusterMessage {}

  /// Sockets leave rooms.
  record Leave(Audience audience, List<String> rooms) implements ClusterMessage {}

  /// Sockets are disconnected.
  ///
  /// @param close whether their connections are closed as well
  record Disconnect(Audience audience, boolean close) implements ClusterMessage {}

  /// Asks for sockets; answered with [Sockets].
  record Fetch(String requestId, Audience audience) implements ClusterMessage {}

  /// Asks for the ids of sockets; answered with [SocketIds]. Of the pub/sub format only, and never
  /// said by this library.
  record FetchIds(String requestId, Audience audience) implements ClusterMessage {}

  /// Asks for the names of all rooms; answered with [Rooms]. Of the pub/sub format only, and never
  /// said by this library.
  record FetchRooms(String requestId) implements ClusterMessage {}

  /// An event for the servers themselves.
  ///
  /// @param requestId there if a [ServerAnswer] is wanted
  record ServerEvent(List<JsonNode> data, @Nullable String requestId) implements ClusterMessage {}

  /// What a node answers to one that asked.
  sealed interface Response extends ClusterMessage {
    /// Which request it answers.
    String requestId();
  }

  /// The node's sockets.
  record Sockets(String requestId, List<SocketDetails> sockets) implements Response {}

  /// The ids of the node's sockets.
  record SocketIds(String requestId, List<String> ids) implements Response {}

  /// The node's rooms.
  record Rooms(String requestId, List<String> names) implements Response {}

  /// What a server's handler answered. Only the first value travels.
  record ServerAnswer(String requestId, List<JsonNode> args) implements Response {}

  /// How many clients of the node got the question.
  record ClientCount(String requestId, int clients) implements Response {}

  /// What one client answered. Only the first value travels.
  record ClientAnswer(String requestId, List<JsonNode> args) implements Response {}

  /// A message and who sent it.
  ///
  /// @param uid of the sending node, or of a program that is none; empty if it did not say
  record Envelope(String uid, String namespace, ClusterMessage message) {}
}
