package dev.deskwire.socketio.session;

/// Why a connection, or one socket on it, ended: the reference's reasons, word for word.
public enum CloseReason {
  /// The transport failed: an aborted request, an overlap, a message over the limit, a slow reader.
  TRANSPORT_ERROR("transport error"),
  /// The client closed the transport.
  TRANSPORT_CLOSE("transport close"),
  /// The server closed the connection after the client had broken the protocol.
  FORCED_CLOSE("forced close"),
  /// The client did not answer a ping in time.
  PING_TIMEOUT("ping timeout"),
  /// The client sent a malformed Engine.IO packet.
  PARSE_ERROR("parse error"),
  /// The server stops.
  SERVER_SHUTTING_DOWN("server shutting down"),
  /// The application closed the connection, or the client joined no namespace in time.
  FORCED_SERVER_CLOSE("forced server close"),
  /// The client left the namespace.
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
  /// The application disconnected the socket from the namespace.
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  /// The reason as the reference spells it.
  public String text() {
    return text;
  }

  /// Whether a client may go on where it left off: nobody meant the socket to be over. Source: the
  /// reference's list.
  public boolean isRecoverable() {
    return switch (this) {
      case TRANSPORT_ERROR,
          TRANSPORT_CLOSE,
          FORCED_CLOSE,
          PING_TIMEOUT,
          SERVER_SHUTTING_DOWN,
          FORCED_SERVER_CLOSE ->
          true;
      case PARSE_ERROR, CLIENT_NAMESPACE_DISCONNECT, SERVER_NAMESPACE_DISCONNECT -> false;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
