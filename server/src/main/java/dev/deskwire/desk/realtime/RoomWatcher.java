package dev.deskwire.desk.realtime;

/// Hears who stands in which rooms of this node. Beans are discovered.
///
/// Called while the order of events stands still, so it must neither block nor throw: whoever has
/// more to do hands it to a thread of their own.
public interface RoomWatcher {
  /// `client` stands in `room`, where it did not before.
  void joined(SocketClient client, RoomName room);

  /// `client` stands in `room` no more and is still connected.
  void left(SocketClient client, RoomName room);

  /// `client` is gone, and with it from all its rooms. It may come back with the same id.
  void gone(SocketClient client);
}
