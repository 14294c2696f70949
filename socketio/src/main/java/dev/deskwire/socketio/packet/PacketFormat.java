package dev.deskwire.socketio.packet;

import java.util.List;

/// How Socket.IO packets are written into Engine.IO messages: the reference's `parser` option.
///
/// Both sides of a connection must use the same format. Thread-safe.
public interface PacketFormat {
  /// The messages that make up one packet, to be sent without another in between.
  List<EnginePacket> encode(SocketPacket packet);

  /// A decoder for one connection.
  PacketDecoder newDecoder();
}
