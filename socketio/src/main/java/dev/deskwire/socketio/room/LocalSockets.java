package dev.deskwire.socketio.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The sockets that one namespace has on this node, as an [Adapter] sees them. Thread-safe.
public interface LocalSockets {
  /// The namespace, such as `/`.
  String namespace();

  /// Sends an event, encoded once, to the audience on this node. It comes back at once: what cannot
  /// leave yet waits in the queue of its connection.
  void deliver(SocketPacket.Event packet, Audience audience, Emission emission);

  /// Sends an event that an adapter carries through a log; see
  /// [dev.deskwire.socketio.RecoveryStore#isFilledByAdapter]. With recovery, the offset goes along
  /// as the last argument.
  ///
  /// @param packet without offset
  /// @param offset where the event stands in the log; null if it could not be written there
  void deliver(
      SocketPacket.Event packet, Audience audience, Emission emission, @Nullable String offset);

  /// Sends an event with an id of this node and passes the acknowledgements on.
  void deliverWithAck(
      SocketPacket.Event packet, Audience audience, Emission emission, AckCollector answers);

  /// Tells of the audience on this node, as it is now.
  List<SocketDetails> fetch(Audience audience);

  /// The rooms with at least one socket of this node.
  Set<String> rooms();

  /// Whether a socket of this node stands in a room.
  boolean hasRoom(String room);

  /// Gives an event of another node to the handlers of this one.
  ///
  /// @param answer takes the answer, if the other node wants one
  void serverSideEvent(List<JsonNode> data, @Nullable Consumer<List<JsonNode>> answer);

  /// Makes the audience on this node join rooms.
  void join(Audience audience, Collection<String> rooms);

  /// Makes the audience on this node leave rooms.
  void leave(Audience audience, Collection<String> rooms);

  /// Disconnects the audience.
  ///
  /// @param close whether the connections are closed as well
  void disconnect(Audience audience, boolean close);

  /// Tells the application's error hook of what the adapter could not do, or did not understand.
  ///
  /// @param where what was being done, without any data of a client
  void failed(String where, Throwable failure);
}
