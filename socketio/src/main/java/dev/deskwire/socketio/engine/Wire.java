package dev.deskwire.socketio.engine;

import dev.deskwire.socketio.packet.EncodedPacket;
import java.nio.ByteBuffer;
import java.util.List;

/// One open WebSocket, as a shell provides it. Compared by identity.
public interface Wire {
  /// The loop of the connection, on which the listener is called.
  EventLoop loop();

  /// Sets who hears of this wire; called once, before anything is read.
  void listen(Listener listener);

  /// Writes the packets and flushes once. At most one batch is under way at a time. Called on the
  /// wire's loop or, while a session moves to this wire, on another.
  ///
  /// @return whether the network has taken the batch already; if not, [Listener#written] tells when
  boolean write(List<EncodedPacket> packets);

  /// Sends a close frame and closes the connection when the peer has answered, or after a while.
  /// Further calls have no effect.
  ///
  /// @param code a close code, or 1005 for a frame without one
  void close(int code, String reason);

  /// What happens on a wire. All methods are called on the wire's loop; after [#closed] or
  /// [#failed], none.
  interface Listener {
    /// A text message arrived, whole.
    void text(String message);

    /// A binary message arrived, whole; the bytes stay as they are.
    void binary(ByteBuffer message);

    /// The network has taken a batch that it did not take at once; not called if that fails.
    void written();

    /// The peer closed the WebSocket, or the connection under it.
    void closed();

    /// The peer broke the WebSocket protocol or a limit, or the connection failed.
    ///
    /// @param code what the close frame should say: 1009 for a message over the limit
    void failed(int code);
  }
}
