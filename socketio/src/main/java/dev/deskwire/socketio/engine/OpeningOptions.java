package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EnginePacket;
import org.jspecify.annotations.Nullable;

/// How sessions are opened.
///
/// @param gate asked before a session is opened; everybody may when absent
/// @param ids names the sessions; [Ids#next] when absent
/// @param initialPacket a [EnginePacket.Message] or [EnginePacket.Binary] that every client gets
///   first; none when absent
public record OpeningOptions(
    @Nullable RequestGate gate, @Nullable IdGenerator ids, @Nullable EnginePacket initialPacket) {
  /// Everybody may, and gets nothing.
  public static final OpeningOptions DEFAULT = new OpeningOptions(null, null, null);
}
