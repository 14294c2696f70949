package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;

/// What a connection tells the layer above. Called one at a time on the connection's loop, so it
/// must not block.
public interface EngineListener {
  /// A message arrived: a [EnginePacket.Message] or a [EnginePacket.Binary].
  void message(EnginePacket message);

  /// The connection is over; the last call.
  void closed(CloseReason reason);
}
