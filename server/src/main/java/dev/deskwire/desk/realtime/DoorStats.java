package dev.deskwire.desk.realtime;

import java.util.Map;
import java.util.Set;

/// What a door counts of its own connections to this node. Beans are discovered.
interface DoorStats {
  /// Open connections by the name of their transport.
  Map<String, Integer> byTransport();

  /// The ids of the people who are signed in at them.
  Set<String> users();

  /// The rooms with at least one of them, by their names on the wire.
  Set<String> rooms();

  /// Messages sent a second, each counted once for each receiver, over the last seconds.
  double messagesPerSecond();
}
