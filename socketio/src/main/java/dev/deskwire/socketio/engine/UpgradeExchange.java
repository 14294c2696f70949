package dev.deskwire.socketio.engine;

import java.util.Map;
import java.util.function.Consumer;

/// One request to become a WebSocket, as a shell provides it.
///
/// All methods may be called from any thread; exactly one of [#refuse] and [#accept] is called.
public interface UpgradeExchange {
  /// The request, with its headers and query.
  RequestInfo request();

  /// The loop of the connection the request came on.
  EventLoop loop();

  /// Answers in plain HTTP and closes the connection.
  void refuse(HttpAnswer answer);

  /// Completes the handshake.
  ///
  /// @param headers sent with the `101` answer
  /// @param opened gets the WebSocket on its loop, before any message is read from it; it is not
  ///   called when the peer is gone or its handshake is not valid
  void accept(Map<String, String> headers, Consumer<Wire> opened);
}
