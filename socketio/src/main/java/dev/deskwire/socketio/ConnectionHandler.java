package dev.deskwire.socketio;

/// Hears of each client that joined a namespace, on a virtual thread; it may block.
///
/// The socket's events wait until it returns, so handlers registered here miss none.
@FunctionalInterface
public interface ConnectionHandler {
  /// A client has joined.
  ///
  /// @throws Exception told to the error hook; the client stays
  void connected(Socket socket) throws Exception;
}
