package dev.deskwire.socketio.engine;

/// The two ways to carry a session.
public enum TransportKind {
  /// HTTP long-polling: a GET waits for packets, a POST brings some.
  POLLING("polling"),

  /// A WebSocket.
  WEBSOCKET("websocket");

  private final String wireName;

  TransportKind(String wireName) {
    this.wireName = wireName;
  }

  /// The name in a request's `transport` parameter.
  public String wireName() {
    return wireName;
  }
}
