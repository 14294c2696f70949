package dev.deskwire.socketio.session;

import dev.deskwire.socketio.packet.EncodedPacket;
import dev.deskwire.socketio.packet.EnginePacket;
import java.util.List;

/// What the owner of the sockets has to do after an input of [EngineSession], in the given order.
///
/// @param <X> handle of an HTTP exchange
/// @param <W> handle of a WebSocket
public sealed interface EngineAction<X, W> {
  /// Start reading the body of a POST, up to the session's limit, and hand it to
  /// [EngineSession#body] or tell [EngineSession#bodyTooLarge].
  record ReadBody<X, W>(X exchange) implements EngineAction<X, W> {}

  /// Answer a GET with these packets.
  record Drain<X, W>(X exchange, List<EncodedPacket> packets) implements EngineAction<X, W> {}

  /// Answer a POST with `ok`.
  record Accept<X, W>(X exchange) implements EngineAction<X, W> {}

  /// Answer a request with a status and nothing else.
  record Refuse<X, W>(X exchange, int status) implements EngineAction<X, W> {}

  /// Answer a request with an error body.
  record Reject<X, W>(X exchange, EngineError error) implements EngineAction<X, W> {}

  /// Tear down the connection of a request without an answer.
  record Abort<X, W>(X exchange) implements EngineAction<X, W> {}

  /// Write these packets in one go and report [EngineSession#written] when the wire can take more.
  record Write<X, W>(W wire, List<EncodedPacket> packets) implements EngineAction<X, W> {}

  /// Close a WebSocket with a code, or without any when it is [EngineSession#NO_CODE].
  record CloseWire<X, W>(W wire, int code, String reason) implements EngineAction<X, W> {}

  /// From now on this WebSocket carries the session.
  record Upgraded<X, W>(W wire) implements EngineAction<X, W> {}

  /// A message for the layer above: a [EnginePacket.Message] or a [EnginePacket.Binary].
  record Receive<X, W>(EnginePacket message) implements EngineAction<X, W> {}

  /// The session is over; its id is unknown from now on.
  record Closed<X, W>(CloseReason reason) implements EngineAction<X, W> {}
}
