package dev.deskwire.socketio.session;

import java.time.Duration;

/// The parameters of a session; the defaults are the reference's.
///
/// @param pingInterval from one sign of life to the next ping
/// @param pingTimeout how long the client may take to answer a ping
/// @param upgradeTimeout how long a WebSocket may take to replace long-polling
/// @param maxPayload bytes in one POST or one WebSocket message, inflated
/// @param upgrades whether a polling client is told that it may move to a WebSocket
public record EngineSettings(
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    int maxPayload,
    boolean upgrades) {
  /// Pings after 25 s, 20 s for the answer, 10 s for the upgrade, 1,000,000 bytes.
  public static final EngineSettings DEFAULT =
      new EngineSettings(
          Duration.ofSeconds(25), Duration.ofSeconds(20), Duration.ofSeconds(10), 1_000_000, true);

  /// The content of a session's open packet.
  ///
  /// @param onWebSocket whether the session begins where it could move to
  String handshake(String id, boolean onWebSocket) {
    var offered = upgrades && !onWebSocket ? "[\"websocket\"]" : "[]";
    return "{\"sid\":\"%s\",\"upgrades\":%s,\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
        .formatted(id, offered, pingInterval.toMillis(), pingTimeout.toMillis(), maxPayload);
  }
}
