package dev.deskwire.socketio.room;

/// How a packet is to be sent to its audience.
///
/// @param droppable whether receivers whose transport is busy do without it: the reference's
///   `volatile`
/// @param local whether only this node's sockets get it
/// @param compressible whether a transport that compresses may compress it
/// @param ephemeral whether it is kept out of what clients get later
public record Emission(boolean droppable, boolean local, boolean compressible, boolean ephemeral) {
  /// Queued for everyone, on every node.
  public static final Emission DEFAULT = new Emission(false, false, true, false);

  /// The same, but receivers whose transport is busy do without it.
  public Emission asDroppable() {
    return new Emission(true, local, compressible, ephemeral);
  }

  /// The same, for this node's sockets only.
  public Emission asLocal() {
    return new Emission(droppable, true, compressible, ephemeral);
  }

  /// The same, compressed by transports that compress, or not.
  public Emission withCompression(boolean value) {
    return new Emission(droppable, local, value, ephemeral);
  }

  /// The same, kept out of what clients get later.
  public Emission asEphemeral() {
    return new Emission(droppable, local, compressible, true);
  }

  /// Whether clients that are away get it later. What may be dropped is not worth that.
  public boolean isKept() {
    return !droppable && !ephemeral;
  }
}
