package dev.deskwire.socketio;

import org.jspecify.annotations.Nullable;

/// What the application knows about a client that wants to go on where it left off.
///
/// It is asked after the middlewares have admitted the new socket, so [Socket#data] says who the
/// client is now.
public interface RecoveryGuard {
  /// Whoever knows the secret `pid` may go on, in the rooms of before: the reference's rule.
  RecoveryGuard TRUSTING = socket -> null;

  /// Who a socket speaks for. Asked when its connection breaks and when a client claims to be it
  /// again; the two must be equal, or the client begins anew. It must not block.
  ///
  /// @return any stable name of the user, or null for nobody in particular
  @Nullable String user(Socket socket);

  /// Whether the socket may stand in a room of before. It may block.
  default boolean mayEnter(Socket socket, String room) {
    return true;
  }
}
