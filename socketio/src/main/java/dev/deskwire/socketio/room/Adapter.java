package dev.deskwire.socketio.room;

import dev.deskwire.socketio.packet.SocketPacket;
import java.util.Collection;

/// Carries what is meant for an audience to the nodes where its sockets are, this one included.
///
/// One instance per namespace. Thread-safe; must not block.
public interface Adapter {
  void broadcast(SocketPacket.Event packet, Audience audience, Emission emission);

  void join(Audience audience, Collection<String> rooms);

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
    Adapter create(LocalSockets local);
  }
}
