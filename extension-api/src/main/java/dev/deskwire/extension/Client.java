package dev.deskwire.extension;

import java.util.Map;

/// A connection of somebody who has signed in: of Socket.IO's client, or a native WebSocket. Any
/// thread may use it; two are equal if they are the same connection.
public interface Client {
  /// The id of the connection.
  String id();

  /// Whose it is, with the rights of now.
  Person person();

  /// The parameters of the path of a native WebSocket, by name; of Socket.IO's, none.
  Map<String, String> parameters();

  /// Sends to this connection alone, without waiting: the event `name` with `data`, or, over a
  /// native WebSocket, the message `{"type": name, …data}`. Whoever is gone hears nothing.
  ///
  /// @param data values that can be written as JSON
  /// @throws IllegalArgumentException if the name is one of the desk's own
  void send(String name, Map<String, ?> data);
}
