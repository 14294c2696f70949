package dev.deskwire.socketio;

import dev.deskwire.socketio.engine.EngineObserver;
import dev.deskwire.socketio.session.CloseReason;
import java.time.Duration;

/// Hears what a server's connections and sockets do, for metrics, logs and traces. It changes
/// nothing; [SocketIoServer#observe] adds it.
///
/// Every method is called where the thing happens: those about connections mostly on an event loop,
/// those about handlers on the handlers' thread. None may block. Exceptions go to the error hook.
public interface ServerObserver extends EngineObserver {
  /// A client joined a namespace; called before the connection handlers.
  default void connected(Socket socket) {}

  /// A namespace refused a client.
  ///
  /// @param message what the client reads
  default void refused(String namespace, String message) {}

  /// A socket that was connected is gone. It still stands in its rooms.
  default void disconnected(Socket socket, CloseReason reason) {}

  /// An event is about to be handled; called before middlewares and handlers.
  default void eventReceived(Socket socket, String event, Args args, Ack ack) {}

  /// The middlewares let an event pass, and all its handlers have returned, with or without
  /// success.
  ///
  /// @param took the time from the first handler or middleware to the end of the last handler
  default void eventHandled(Socket socket, String event, Duration took) {}

  /// A middleware dropped an event.
  default void eventDropped(Socket socket, String event) {}

  /// An event was queued for a socket; broadcasts call it for each receiver.
  default void eventSent(Socket socket, String event, Args args) {}
}
