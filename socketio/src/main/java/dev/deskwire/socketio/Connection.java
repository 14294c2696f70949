package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.TransportKind;

/// The connection under a socket. A client has one, however many namespaces it joined.
public final class Connection {
  private final Client client;

  Connection(Client client) {
    this.client = client;
  }

  /// A name for the connection that gives nothing away, for logs; unlike the session's id, with
  /// which anybody could speak for the client.
  public String tag() {
    return client.engine().tag();
  }

  /// What carries the connection now: it may begin on long-polling and move to a WebSocket.
  public TransportKind transport() {
    return client.engine().transport();
  }

  /// Whether events can still be sent on it; false from the moment either side closes it.
  public boolean isOpen() {
    return client.engine().isOpen();
  }

  /// Bytes sent to this client that the network has not taken yet.
  public long queuedBytes() {
    return client.engine().queuedBytes();
  }

  /// Closes the connection after what was sent before, without DISCONNECT packets, so that the
  /// official client takes it for a lost connection and comes back.
  ///
  /// @param code the WebSocket close code, such as 1012; long-polling knows none
  public void close(int code, String reason) {
    client.close(code, reason);
  }
}
