package dev.deskwire.desk.realtime;

import java.util.Collection;

/// Adds [SocketCommand]s that are no beans. Providers are discovered.
public interface SocketCommandProvider {
  /// Asked for each connection, so it answers from memory; any thread. Names differ from those of
  /// all other commands.
  Collection<SocketCommand> socketCommands();
}
