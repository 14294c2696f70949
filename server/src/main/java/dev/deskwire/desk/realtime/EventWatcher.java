package dev.deskwire.desk.realtime;

import dev.deskwire.desk.event.LoggedEvent;

/// Hears each event of the log, in order, after this node has delivered it. Beans are discovered.
///
/// Called by the relay's one thread, so it must neither block nor throw: whoever has more to do
/// hands it to a thread of their own.
public interface EventWatcher {
  void delivered(LoggedEvent event);
}
