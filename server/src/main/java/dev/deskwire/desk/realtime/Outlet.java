package dev.deskwire.desk.realtime;

/// The wire of one [Subscription], as a transport provides it. All methods may be called from any
/// thread and none blocks.
public interface Outlet {
  /// The name under which connections of this kind are counted, such as `native`.
  String transport();

  boolean isOpen();

  /// Whether everything has left that was to leave, and nothing more will.
  boolean isGone();

  /// Sends a message, after those that were sent before.
  ///
  /// @param message not to be changed: many connections may share it
  void send(byte[] message);

  /// How many bytes wait for the network.
  long queuedBytes();

  /// Tells the client that its credentials end in so many seconds.
  void expiring(long seconds);

  /// Tells the client that everything it was sent holds up to `position`, if its transport has a
  /// way to say so without an event.
  void heartbeat(long position);

  /// Tells the client why, if its transport has a way, and closes.
  void end(Ending ending);
}
