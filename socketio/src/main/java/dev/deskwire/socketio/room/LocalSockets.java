package dev.deskwire.socketio.room;

import dev.deskwire.socketio.packet.SocketPacket;
import java.util.Collection;

/// The sockets that one namespace has on this node, as an [Adapter] sees them. Thread-safe.
public interface LocalSockets {
  /// The namespace, such as `/`.
  String namespace();

  void deliver(SocketPacket.Event packet, Audience audience, Emission emission);

  void join(Audience audience, Collection<String> rooms);

  void leave(Audience audience, Collection<String> rooms);

  /// Disconnects the audience.
  ///
  /// @param close whether the connections are closed as well
  void disconnect(Audience audience, boolean close);
}
