package dev.deskwire.socketio.room;

/// How a packet is to be sent to its audience.
///
/// @param droppable whether receivers whose transport is busy do without it: the reference's
///   `volatile`
/// @param local whether only this node's sockets get it
public record Emission(boolean droppable, boolean local) {
  /// Queued for everyone, on every node.
  public static final Emission DEFAULT = new Emission(false, false);

  public Emission asDroppable() {
    return new Emission(true, local);
  }

  public Emission asLocal() {
    return new Emission(droppable, true);
  }
}
