package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import dev.deskwire.socketio.session.CloseReason;
import java.util.List;

/// Hears what connections do, for metrics, logs and traces. It changes nothing.
///
/// Every method is called where the thing happens, mostly on an event loop: it must not block, and
/// what it costs, every packet costs. Exceptions go to the [ErrorHook].
public interface EngineObserver {
  /// Hears nothing.
  EngineObserver NONE = new EngineObserver() {};

  /// A session was opened, on [EngineConnection#transport].
  default void opened(EngineConnection connection) {}

  /// A session moved from long-polling to a WebSocket.
  default void upgraded(EngineConnection connection) {}

  /// A session is over; the last call about it.
  default void closed(EngineConnection connection, CloseReason reason) {}

  /// A message arrived; heartbeats are no messages.
  default void received(EngineConnection connection, EnginePacket message) {}

  /// Packets were given to the network in one go, handshake and heartbeats among them.
  default void sent(EngineConnection connection, List<EncodedPacket> packets) {}

  /// A client did not take what it was sent and is being closed. Called on the thread that sent one
  /// packet too many.
  default void tooSlow(EngineConnection connection) {}

  /// A request was refused before it reached a session.
  default void refused(RequestInfo request, Refusal refusal) {}
}
