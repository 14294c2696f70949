package dev.deskwire.socketio.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.deskwire.socketio.packet.SocketPacket;

/// What the owner of a [ClientSession] has to do after an input, in the given order.
public sealed interface ClientAction {
  /// Let the namespace decide about the client, then report [ClientSession#admitted] or
  /// [ClientSession#left].
  ///
  /// @param auth the credentials of the CONNECT packet, empty when it had none
  record Admit(String namespace, ObjectNode auth) implements ClientAction {}

  /// Give an event to the handlers of its namespace's socket.
  record Deliver(SocketPacket.Event event) implements ClientAction {}

  /// Complete the acknowledgement that someone waits for.
  record Acknowledge(SocketPacket.Ack ack) implements ClientAction {}

  /// The client left a namespace.
  record Leave(String namespace) implements ClientAction {}

  /// Close the connection in order.
  ///
  /// @param reason what the sockets on it are told
  record Close(CloseReason reason) implements ClientAction {}
}
