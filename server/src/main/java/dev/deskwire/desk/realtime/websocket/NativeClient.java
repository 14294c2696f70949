package dev.deskwire.desk.realtime.websocket;

import dev.deskwire.desk.platform.auth.Caller;
import java.util.Map;

/// One open native WebSocket, as features see it. Any thread may use it.
public interface NativeClient {
  /// The id of the connection.
  String id();

  /// Whose it is, with the rights at its opening.
  Caller caller();

  /// The parameters of its path, by name.
  Map<String, String> parameters();

  /// Sends an object as JSON, after what was sent before.
  void send(Map<String, Object> message);

  /// As [#send(Map)], what many may receive.
  void send(NativeMessage message);
}
