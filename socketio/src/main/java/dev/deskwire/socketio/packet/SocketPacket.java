package dev.deskwire.socketio.packet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One packet of Socket.IO, protocol 5, addressed to a namespace.
///
/// Bytes among the data are [com.fasterxml.jackson.databind.node.BinaryNode]s; that they travel as
/// attachments of their own is the codec's business and not visible here.
public sealed interface SocketPacket {
  /// The namespace, `/` or `/name`.
  String namespace();

  /// The client asks for a namespace, with its credentials; the server answers with the socket's
  /// id.
  record Connect(String namespace, @Nullable ObjectNode data) implements SocketPacket {}

  /// One side leaves a namespace.
  record Disconnect(String namespace) implements SocketPacket {}

  /// An event. `id` is there when the sender wants an acknowledgement.
  ///
  /// @param data the name, then the arguments; empty when a client sent none, which the reference
  ///   tolerates and no handler hears of
  record Event(String namespace, @Nullable Long id, List<JsonNode> data) implements SocketPacket {
    public Event {
      data = List.copyOf(data);
    }
  }

  /// The answer to the event of that `id`; without one it answers nothing.
  record Ack(String namespace, @Nullable Long id, List<JsonNode> args) implements SocketPacket {
    public Ack {
      args = List.copyOf(args);
    }
  }

  /// The server refuses a namespace. Only a server has a reason to send it.
  record ConnectError(String namespace, @Nullable JsonNode data) implements SocketPacket {}
}
