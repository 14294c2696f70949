package dev.deskwire.socketio.packet;

import java.nio.ByteBuffer;

/// One packet of Engine.IO, protocol 4.
public sealed interface EnginePacket {
  /// The server's first word: the session's id and its parameters, as JSON.
  record Open(String handshake) implements EnginePacket {}

  /// The session ends.
  record Close() implements EnginePacket {}

  /// A sign of life asked of the client, or the client's `probe` of a new transport.
  record Ping(String data) implements EnginePacket {}

  /// The answer to a [Ping].
  record Pong(String data) implements EnginePacket {}

  /// Text of the layer above.
  record Message(String text) implements EnginePacket {}

  /// Bytes of the layer above. Readers take a [ByteBuffer#duplicate()] and leave this one alone.
  record Binary(ByteBuffer data) implements EnginePacket {
    public Binary {
      data = data.asReadOnlyBuffer();
    }
  }

  /// The client moves to the transport on which this arrives.
  record Upgrade() implements EnginePacket {}

  /// Nothing; it only ends a pending poll.
  record Noop() implements EnginePacket {}
}
