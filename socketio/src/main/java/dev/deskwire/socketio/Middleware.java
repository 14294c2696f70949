package dev.deskwire.socketio;

/// Decides whether a client may join a namespace.
///
/// Runs on a virtual thread and may block. An exception refuses the client with a message that
/// tells nothing. The socket is not connected yet: what is emitted to it is lost, but it can join
/// rooms and be given [Socket#data].
@FunctionalInterface
public interface Middleware {
  /// Decides about one client.
  ///
  /// @throws Exception told to the error hook; the client is refused with `Internal error`
  Admission check(Socket socket) throws Exception;
}
