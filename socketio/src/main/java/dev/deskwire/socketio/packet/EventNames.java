package dev.deskwire.socketio.packet;

import java.util.Set;

/// Names that no application event may bear, in either direction.
///
/// Source: the reference's parser; each has a meaning of its own in a client or a server.
public final class EventNames {
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private EventNames() {}

  /// Whether no event may have this name.
  public static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }
}
