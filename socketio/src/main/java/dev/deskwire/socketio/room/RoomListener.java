package dev.deskwire.socketio.room;

/// Hears of the rooms of one namespace on this node: the reference's adapter events. Called on the
/// thread that joins or leaves, so it must not block.
public interface RoomListener {
  /// A room has its first member.
  default void created(String room) {}

  /// A socket has joined a room; after [#created] if it is the first there.
  default void joined(String room, String socketId) {}

  /// A socket has left a room; before [#deleted] if it was the last there.
  default void left(String room, String socketId) {}

  /// A room has lost its last member.
  default void deleted(String room) {}
}
