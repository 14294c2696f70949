package dev.deskwire.socketio.room;

import com.fasterxml.jackson.databind.JsonNode;
import dev.deskwire.socketio.packet.SocketPacket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// Carries what is meant for an audience to the nodes where its sockets are, this one included.
///
/// One instance per namespace. Thread-safe; must not block.
public interface Adapter {
  /// Sends an event to the audience on every node. What is local does not come here.
  void broadcast(SocketPacket.Event packet, Audience audience, Emission emission);

  /// Sends an event that every receiver acknowledges. The packet has no id yet: each node gives it
  /// one of its own.
  ///
  /// @param timeout how long the answers count; another node need not wait longer
  void broadcastWithAck(
      SocketPacket.Event packet,
      Audience audience,
      Emission emission,
      Duration timeout,
      AckCollector answers);

  /// Tells of the audience's sockets on all nodes.
  ///
  /// @return fails when a node does not answer in time, or cannot be asked
  CompletionStage<List<SocketDetails>> fetch(Audience audience);

  /// Sends an event to the other nodes.
  ///
  /// @param data the name, then the arguments
  void serverSideEmit(List<JsonNode> data);

  /// Sends an event to the other nodes and collects their answers.
  ///
  /// @return the arguments of each answer; fails when one does not come in time, or the nodes
  ///   cannot be asked
  CompletionStage<List<List<JsonNode>>> serverSideEmitWithAck(
      List<JsonNode> data, Duration timeout);

  /// Makes the audience on all nodes join rooms.
  void join(Audience audience, Collection<String> rooms);

  /// Makes the audience on all nodes leave rooms.
  void leave(Audience audience, Collection<String> rooms);

  /// Disconnects the audience.
  ///
  /// @param close whether the connections are closed as well
  void disconnect(Audience audience, boolean close);

  /// Releases what the adapter holds; the namespace sends nothing any more.
  void close();

  /// Makes the adapter of a namespace.
  @FunctionalInterface
  interface Factory {
    /// Called once for each namespace, before anything is sent to it.
    ///
    /// @param local the sockets of this node, through which the adapter delivers what it carries
    Adapter create(LocalSockets local);
  }
}
