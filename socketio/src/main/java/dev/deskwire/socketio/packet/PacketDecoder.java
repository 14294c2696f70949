package dev.deskwire.socketio.packet;

import java.nio.ByteBuffer;
import java.util.Optional;

/// Puts the packets of one connection together again from its messages, in order. Not thread-safe.
public interface PacketDecoder {
  /// Takes a text message.
  ///
  /// @return the packet this message completes, or nothing while attachments are missing
  /// @throws ProtocolException if the message breaks the format; the decoder is then of no more use
  Optional<SocketPacket> text(String message);

  /// Takes a binary message.
  ///
  /// @return the packet this message completes, or nothing while more attachments are missing
  /// @throws ProtocolException if the message breaks the format; the decoder is then of no more use
  Optional<SocketPacket> binary(ByteBuffer message);
}
